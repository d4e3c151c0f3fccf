package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.Optional;
import org.metricbay.api.Collector;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a collector wants to be called.
 *
 * @param interval between two calls beside the scrapes; empty for a call at each scrape
 * @param timeout how long a call may take; empty for the engine's limit
 */
record Pace(Optional<Duration> interval, Optional<Duration> timeout) {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.collect");

  /** More often is not worth a thread's waking. */
  private static final double LEAST_INTERVAL = 0.1;

  private static final double MOST_SECONDS = 1e9;

  /** That of all that do not say. */
  private static final Pace USUAL = new Pace(Optional.empty(), Optional.empty());

  /** As the service's properties say. */
  static Pace of(ServiceReference<?> reference) {
    Optional<Duration> interval = seconds(reference, Collector.INTERVAL, LEAST_INTERVAL);
    Optional<Duration> timeout = seconds(reference, Collector.TIMEOUT, 0);
    return interval.isEmpty() && timeout.isEmpty() ? USUAL : new Pace(interval, timeout);
  }

  private static Optional<Duration> seconds(
      ServiceReference<?> reference, String key, double least) {
    Object value = reference.getProperty(key);
    if (value == null) {
      return Optional.empty();
    }
    double seconds = number(value);
    if (seconds > 0 && seconds < MOST_SECONDS) {
      return Optional.of(Duration.ofNanos((long) (Math.max(seconds, least) * 1e9)));
    }
    if (seconds != 0) {
      LOG.warn(
          "a collector of {} has {} = \"{}\", which is no number of seconds: it is ignored",
          reference.getBundle(),
          key,
          Problems.oneLine(String.valueOf(value)));
    }
    return Optional.empty();
  }

  /** A configuration gives texts. */
  private static double number(Object value) {
    try {
      return value instanceof Number number
          ? number.doubleValue()
          : Double.parseDouble(String.valueOf(value));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  boolean isBesideScrapes() {
    return interval.isPresent();
  }

  /** Whether a call that has taken so long has taken too long, whatever else is a limit. */
  boolean isExceededBy(Duration age) {
    return timeout.isPresent() && age.compareTo(timeout.get()) > 0;
  }

  /** How long a call may take that would otherwise have this limit. */
  Duration within(Duration limit) {
    return timeout.filter(own -> own.compareTo(limit) < 0).orElse(limit);
  }
}
