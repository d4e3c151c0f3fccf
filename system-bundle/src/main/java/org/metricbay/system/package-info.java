/** Collectors of the system's identity, clock, processes, sensors and power. */
@NullMarked
package org.metricbay.system;

import org.jspecify.annotations.NullMarked;
