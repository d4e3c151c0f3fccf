package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.internal.PluginGate;
import org.osgi.framework.Bundle;

/** Finds plugins whose collectors have all failed for a set time. For use by one thread. */
final class FailureWatch {
  private final PluginGate gate;
  private final Duration limit;
  private final Map<Bundle, Long> failingSince = new HashMap<>();

  /** A limit of zero finds nothing. */
  FailureWatch(PluginGate gate, Duration limit) {
    this.gate = gate;
    this.limit = limit;
  }

  List<Generation> failed(Collection<Generation> running) {
    if (limit.isZero()) {
      return List.of();
    }
    failingSince.keySet().retainAll(running.stream().map(Generation::bundle).toList());
    return running.stream().filter(generation -> hasFailed(generation.bundle())).toList();
  }

  private boolean hasFailed(Bundle bundle) {
    List<CollectorStatus> collectors = gate.collectorsOf(bundle);
    if (collectors.isEmpty() || collectors.stream().anyMatch(FailureWatch::isFine)) {
      failingSince.remove(bundle);
      return false;
    }
    long since = failingSince.computeIfAbsent(bundle, b -> System.nanoTime());
    return System.nanoTime() - since >= limit.toNanos();
  }

  private static boolean isFine(CollectorStatus status) {
    return status.state() != CollectorState.FAILED && status.state() != CollectorState.HUNG;
  }
}
