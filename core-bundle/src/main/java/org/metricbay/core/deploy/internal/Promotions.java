package org.metricbay.core.deploy.internal;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.metricbay.core.collect.internal.PluginGate;
import org.osgi.framework.Bundle;

/**
 * Makes bundles live in place of others, unless somebody else has laid hands on them. For use by
 * any thread.
 */
final class Promotions {
  private final PluginGate gate;
  private volatile boolean closed;

  /** Bundles that somebody else has stopped, updated or uninstalled. */
  private final Set<Bundle> disturbed = ConcurrentHashMap.newKeySet();

  /** Held while a bundle is made live. */
  private final Lock promotion = new ReentrantLock();

  Promotions(PluginGate gate) {
    this.gate = gate;
  }

  /** Somebody else has stopped, updated or uninstalled it. */
  void disturbed(Bundle bundle) {
    disturbed.add(bundle);
  }

  /**
   * Somebody else begins to stop it. If it has just been made live, it is when this returns; if
   * not, it will not be.
   */
  void isStopping(Bundle bundle) {
    promotion.lock();
    try {
      disturbed.add(bundle);
    } finally {
      promotion.unlock();
    }
  }

  boolean isDisturbed(Bundle bundle) {
    return disturbed.contains(bundle);
  }

  /** It is gone. */
  void forget(Bundle bundle) {
    disturbed.remove(bundle);
  }

  /** From now on none is made live, as someone else may see to the folder. */
  synchronized void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Makes a bundle live in place of another, if there is one.
   *
   * @param started whether the bundle runs; if not, it just takes the other's place
   * @return false if this is closed, or somebody has stopped it meanwhile
   */
  synchronized boolean promote(Bundle fresh, Optional<Bundle> former, boolean started) {
    if (closed) {
      return false;
    }
    if (!started) {
      former.ifPresent(gate::retire);
      return true;
    }
    promotion.lock();
    try {
      boolean stays = fresh.getState() == Bundle.ACTIVE;
      if (stays) {
        gate.promote(fresh, former);
      }
      return stays;
    } finally {
      promotion.unlock();
    }
  }
}
