/** Plugins that do their worst; each is packed into a JAR of its own. */
@NullMarked
package org.metricbay.itest.hostile;

import org.jspecify.annotations.NullMarked;
