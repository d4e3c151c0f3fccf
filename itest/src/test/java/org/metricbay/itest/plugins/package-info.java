/** What {@code PluginJar} packs: a plugin that does what the properties in its JAR say. */
@NullMarked
package org.metricbay.itest.plugins;

import org.jspecify.annotations.NullMarked;
