/** The programs as tests. */
@NullMarked
package org.metricbay.soak;

import org.jspecify.annotations.NullMarked;
