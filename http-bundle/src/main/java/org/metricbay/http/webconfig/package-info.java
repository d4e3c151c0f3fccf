/** Prometheus's web configuration file: TLS, login and headers, read, checked and followed. */
@NullMarked
package org.metricbay.http.webconfig;

import org.jspecify.annotations.NullMarked;
