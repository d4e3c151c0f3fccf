package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.osgi.framework.Bundle;

/** Finds plugins whose collectors have all failed for a set time, each time they were called. */
final class FailureWatch {
  private final Function<Bundle, Duration> failingFor;
  private final Duration limit;

  /**
   * A limit of zero finds nothing.
   *
   * @param failingFor how long all of a bundle's collectors have failed
   */
  FailureWatch(Function<Bundle, Duration> failingFor, Duration limit) {
    this.failingFor = failingFor;
    this.limit = limit;
  }

  List<Generation> failed(Collection<Generation> running) {
    return limit.isZero()
        ? List.of()
        : running.stream()
            .filter(generation -> failingFor.apply(generation.bundle()).compareTo(limit) >= 0)
            .toList();
  }
}
