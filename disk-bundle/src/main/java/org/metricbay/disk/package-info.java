/** Collectors of disk traffic and of the space in file systems. */
@NullMarked
package org.metricbay.disk;

import org.jspecify.annotations.NullMarked;
