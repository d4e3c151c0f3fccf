package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which bundles have still something to give to others of what they have counted: those that were
 * replaced, and those that were refused. For use by any thread.
 */
final class Debts {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  /**
   * What one has still to give.
   *
   * @param heir to whom
   * @param over completed when it has, or cannot
   */
  private record Debt(Bundle heir, CompletableFuture<Boolean> over) {}

  private final Duration patience;
  private final Map<Bundle, Debt> all = new HashMap<>();

  /**
   * There are none.
   *
   * @param patience how long to wait for all that one is owed
   */
  Debts(Duration patience) {
    this.patience = patience;
  }

  synchronized void add(Bundle giver, Bundle heir) {
    all.put(giver, new Debt(heir, new CompletableFuture<>()));
  }

  synchronized Optional<Bundle> heirOf(Bundle giver) {
    return Optional.ofNullable(all.get(giver)).map(Debt::heir);
  }

  /** It has given what it had. */
  void settled(Bundle giver) {
    Optional<Debt> debt;
    synchronized (this) {
      debt = Optional.ofNullable(all.remove(giver));
    }
    debt.ifPresent(it -> it.over().complete(true));
  }

  /** Returns when nobody has anything more to give to this one, whatever interrupts that. */
  void awaitAllTo(Bundle heir) {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    Optional<Debt> next = anyTo(heir);
    while (next.isPresent()) {
      try {
        boolean unused = next.get().over().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        next = anyTo(heir);
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn(
            "{}: the version before has not stopped; what has reached that since the switch is"
                + " lost",
            PluginBundles.label(heir));
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Debt> anyTo(Bundle heir) {
    List<Debt> debts;
    synchronized (this) {
      debts = all.values().stream().filter(it -> it.heir().equals(heir)).toList();
    }
    return debts.stream().findFirst();
  }
}
