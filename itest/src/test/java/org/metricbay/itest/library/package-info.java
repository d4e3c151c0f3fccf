/** What the library bundle of a test exports. */
@NullMarked
package org.metricbay.itest.library;

import org.jspecify.annotations.NullMarked;
