package org.metricbay.api;

/**
 * The type of a metric family, after the <a
 * href="https://prometheus.io/docs/specs/om/open_metrics_spec/#metric-types">OpenMetrics
 * specification</a>.
 */
public enum MetricType {
  /** A number that only grows, except when what it counts starts anew. */
  COUNTER,
  /** A number that may go up and down. */
  GAUGE,
  /** Observations counted in buckets. */
  HISTOGRAM,
  /** Observations with quantiles. */
  SUMMARY,
  /** The constant 1 with descriptive labels. */
  INFO,
  /** A number of which it is not known whether it only grows. */
  UNKNOWN
}
