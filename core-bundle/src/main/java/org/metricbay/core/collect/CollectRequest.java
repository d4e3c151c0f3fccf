package org.metricbay.core.collect;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which collectors to run, and for how long at most.
 *
 * @param only names of the collectors to run; empty for all
 * @param except names of the collectors to leave out
 * @param timeout how long to wait for them; the engine's own limit applies where it is shorter
 */
@ProviderType
public record CollectRequest(Set<String> only, Set<String> except, Duration timeout) {

  /** Checks that not both sets of names are given, as node_exporter does. */
  public CollectRequest {
    only = Set.copyOf(only);
    except = Set.copyOf(except);
    if (!only.isEmpty() && !except.isEmpty()) {
      throw new IllegalArgumentException(
          "both collect "
              + new TreeSet<>(only)
              + " and exclude "
              + new TreeSet<>(except)
              + " are given: use one of them");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout " + timeout + " must be more than 0");
    }
  }

  /** All collectors, with the engine's own time limit. */
  public static CollectRequest all() {
    return new CollectRequest(Set.of(), Set.of(), Duration.ofDays(1));
  }

  /** One collector, with the engine's own time limit. */
  public static CollectRequest only(String name) {
    return new CollectRequest(Set.of(name), Set.of(), Duration.ofDays(1));
  }

  /** Whether all collectors are to run. */
  public boolean wantsAll() {
    return only.isEmpty() && except.isEmpty();
  }

  /** Whether a collector of this name is to run. */
  public boolean wants(String name) {
    return only.isEmpty() ? !except.contains(name) : only.contains(name);
  }
}
