package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.Collection;

/** Takes back upgrades that turned out to be bad. For use by one thread. */
final class Rollbacks {
  private final FailureWatch failures;
  private final Duration after;
  private final GoodVersions good;
  private final Refusals refused;

  /**
   * Has taken back none.
   *
   * @param after how long all collectors of one have failed then
   */
  Rollbacks(FailureWatch failures, Duration after, GoodVersions good, Refusals refused) {
    this.failures = failures;
    this.after = after;
    this.good = good;
    this.refused = refused;
  }

  /** Refuses those among them that have failed for too long; returns how many. */
  int takeBack(Collection<Generation> running) {
    int taken = 0;
    for (Generation generation : failures.failed(running)) {
      if (good.hasPrevious(generation.artifact())) {
        String reason =
            "all its collectors failed for "
                + DeploySettings.seconds(after)
                + "; it was taken back";
        refused.put(generation.artifact(), Refusal.of(reason));
        good.goBack(generation.artifact());
        taken++;
      }
    }
    return taken;
  }
}
