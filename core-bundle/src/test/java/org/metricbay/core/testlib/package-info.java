/** A library bundle's classes in tests. */
@NullMarked
package org.metricbay.core.testlib;

import org.jspecify.annotations.NullMarked;
