/**
 * The contract between Metricbay and its plugins: a plugin registers {@link
 * org.metricbay.api.MetricPlugin} services, and each returns {@link org.metricbay.api.MetricFamily}
 * values. Everything else here is an immutable value that is checked where it is made. The package
 * imports only {@code java.*}.
 */
@Export
@Version("1.0.0")
package org.metricbay.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
