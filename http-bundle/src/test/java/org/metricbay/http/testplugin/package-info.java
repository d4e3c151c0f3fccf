/** What goes into the JARs of plugins that tests install. */
@NullMarked
package org.metricbay.http.testplugin;

import org.jspecify.annotations.NullMarked;
