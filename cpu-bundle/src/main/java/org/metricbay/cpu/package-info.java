/** Collectors of CPU time, frequency, load and kernel activity. */
@NullMarked
package org.metricbay.cpu;

import org.jspecify.annotations.NullMarked;
