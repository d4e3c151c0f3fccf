package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.metricbay.core.collect.internal.PluginGate;

/** Finds plugins whose collectors have all failed for a set time, each time they were called. */
final class FailureWatch {
  private final PluginGate gate;
  private final Duration limit;

  /** A limit of zero finds nothing. */
  FailureWatch(PluginGate gate, Duration limit) {
    this.gate = gate;
    this.limit = limit;
  }

  List<Generation> failed(Collection<Generation> running) {
    return limit.isZero()
        ? List.of()
        : running.stream()
            .filter(generation -> gate.failingFor(generation.bundle()).compareTo(limit) >= 0)
            .toList();
  }
}
