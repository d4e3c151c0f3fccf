/** The process: options, checks, the framework with the agent's own bundles, and its end. */
@NullMarked
package org.metricbay.host;

import org.jspecify.annotations.NullMarked;
