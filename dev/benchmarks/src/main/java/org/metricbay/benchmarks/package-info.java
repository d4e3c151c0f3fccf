/** What the benchmarks of the packages beside this one have in common. */
@NullMarked
package org.metricbay.benchmarks;

import org.jspecify.annotations.NullMarked;
