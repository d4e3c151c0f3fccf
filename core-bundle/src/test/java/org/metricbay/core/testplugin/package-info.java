/** A plugin bundle's classes in tests. */
@NullMarked
package org.metricbay.core.testplugin;

import org.jspecify.annotations.NullMarked;
