/**
 * Programs that run the packed agent for long and judge it from outside: {@code Soak} lets its
 * plugins come, break and go while it is scraped, {@code DeployLatency} measures how fast they do.
 */
@NullMarked
package org.metricbay.soak;

import org.jspecify.annotations.NullMarked;
