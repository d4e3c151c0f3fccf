package org.metricbay.core.deploy.internal;

import java.util.Optional;

/** How often each thing has happened since the start. */
record DeployCounts(
    long installs, long upgrades, long restarts, long removals, long refusals, long rollbacks) {
  static final DeployCounts NONE = new DeployCounts(0, 0, 0, 0, 0, 0);

  /** One runs, in place of the former if there was one. */
  DeployCounts after(Generation fresh, Optional<Generation> former) {
    if (former.isEmpty()) {
      return installed();
    }
    return former.get().hasBytesOf(fresh.artifact()) ? restarted() : upgraded();
  }

  DeployCounts installed() {
    return new DeployCounts(installs + 1, upgrades, restarts, removals, refusals, rollbacks);
  }

  DeployCounts upgraded() {
    return new DeployCounts(installs, upgrades + 1, restarts, removals, refusals, rollbacks);
  }

  DeployCounts restarted() {
    return new DeployCounts(installs, upgrades, restarts + 1, removals, refusals, rollbacks);
  }

  DeployCounts removed() {
    return new DeployCounts(installs, upgrades, restarts, removals + 1, refusals, rollbacks);
  }

  DeployCounts refused() {
    return new DeployCounts(installs, upgrades, restarts, removals, refusals + 1, rollbacks);
  }

  DeployCounts rolledBack(int more) {
    return new DeployCounts(installs, upgrades, restarts, removals, refusals, rollbacks + more);
  }
}
