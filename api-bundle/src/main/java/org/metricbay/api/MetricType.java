package org.metricbay.api;

import java.util.List;

/**
 * The type of a metric family, after the <a
 * href="https://prometheus.io/docs/specs/om/open_metrics_spec/#metric-types">OpenMetrics
 * specification</a>. More may come in a later version.
 */
public enum MetricType {
  /** A number that only grows, except when its counting restarts. */
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
  UNKNOWN,
  /**
   * What is there at this moment, counted in buckets, so that counts may fall: requests waiting, by
   * how long they have waited.
   *
   * @since 1.1
   */
  GAUGE_HISTOGRAM,
  /**
   * Which of some states something is in.
   *
   * @since 1.1
   */
  STATE_SET;

  /**
   * What is appended to a family's name in the names of its lines on a page, beside nothing.
   *
   * @since 1.1
   */
  public List<String> suffixes() {
    return switch (this) {
      case HISTOGRAM -> List.of("_bucket", "_count", "_sum");
      case SUMMARY -> List.of("_count", "_sum");
      case GAUGE_HISTOGRAM -> List.of("_bucket", "_gcount", "_gsum");
      default -> List.of();
    };
  }
}
