package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.metricbay.api.LeftOut;
import org.metricbay.api.MetricFamily;

/**
 * How one run of a collector ended. Holds no object of a plugin's class.
 *
 * @param families what it gave; empty if it failed
 * @param samples how many these have
 * @param cut how many series of a page were too many
 * @param error why it failed
 * @param leftOut what of it could not be used
 * @param duration how long it took
 */
record Outcome(
    List<MetricFamily> families,
    int samples,
    long cut,
    Optional<String> error,
    List<LeftOut> leftOut,
    Duration duration) {

  static Outcome good(
      List<MetricFamily> families,
      int samples,
      long cut,
      List<LeftOut> leftOut,
      Duration duration) {
    return new Outcome(families, samples, cut, Optional.empty(), leftOut, duration);
  }

  /** The same for whoever needs to know only how it went. */
  Outcome withoutFamilies() {
    return with(List.of());
  }

  /** The same with the families that it has lost. */
  Outcome with(List<MetricFamily> again) {
    return new Outcome(again, samples, cut, error, leftOut, duration);
  }

  static Outcome failed(String error, Duration duration) {
    return new Outcome(List.of(), 0, 0, Optional.of(error), List.of(), duration);
  }
}
