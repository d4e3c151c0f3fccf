package org.metricbay.soak;

import java.util.Locale;
import java.util.stream.LongStream;

/** How long something took that was done many times, in milliseconds. */
record Times(int count, double median, double p90, double p99, double longest) {

  static Times ofNanos(LongStream nanos) {
    double[] sorted = nanos.sorted().mapToDouble(each -> each / 1e6).toArray();
    return new Times(
        sorted.length, at(sorted, 50), at(sorted, 90), at(sorted, 99), at(sorted, 100));
  }

  private static double at(double[] sorted, int percent) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "median %.1f ms, 90 %% %.1f ms, 99 %% %.1f ms, longest %.1f ms",
        median,
        p90,
        p99,
        longest);
  }
}
