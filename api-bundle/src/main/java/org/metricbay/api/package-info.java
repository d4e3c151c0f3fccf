/**
 * The contract between Metricbay and its plugins: a plugin registers {@link
 * org.metricbay.api.MetricPlugin} services, says by {@link org.metricbay.api.Collector} what they
 * are called, describes each metric by a {@link org.metricbay.api.MetricDescriptor}, and returns
 * {@link org.metricbay.api.MetricFamily} values. All values are immutable and checked where they
 * are made. The package imports only {@code java.*}.
 */
@Export
@Version("1.1.0")
package org.metricbay.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
