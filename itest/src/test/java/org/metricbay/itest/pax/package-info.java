/** Tests that run inside a framework, on the built bundles as any framework has them. */
@NullMarked
package org.metricbay.itest.pax;

import org.jspecify.annotations.NullMarked;
