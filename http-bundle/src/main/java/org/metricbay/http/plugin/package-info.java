/** What plugins offer over HTTP, each below its own place. */
@NullMarked
package org.metricbay.http.plugin;

import org.jspecify.annotations.NullMarked;
