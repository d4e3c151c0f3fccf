/** What {@code PluginJar} packs: classes that run inside the agent. */
@NullMarked
package org.metricbay.soak.plugin;

import org.jspecify.annotations.NullMarked;
