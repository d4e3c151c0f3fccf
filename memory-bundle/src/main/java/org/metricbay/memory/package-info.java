/** Collectors of memory: how much there is, what it is used for, and its errors. */
@NullMarked
package org.metricbay.memory;

import org.jspecify.annotations.NullMarked;
