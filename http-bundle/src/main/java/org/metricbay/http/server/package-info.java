/**
 * The server's connections: where it listens, its threads and limits, what a client must keep to.
 */
@NullMarked
package org.metricbay.http.server;

import org.jspecify.annotations.NullMarked;
