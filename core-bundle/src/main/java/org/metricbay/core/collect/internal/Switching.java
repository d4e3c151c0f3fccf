package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.osgi.framework.Bundle;

/**
 * The moment in which a bundle's state goes to another: the one's collectors stand still, so that
 * no page shows more than it gives away, and scrapes are held up by nothing. For use by any thread.
 */
public final class Switching {
  private final Carriers carriers;
  private final CollectorSet collectors;
  private final Workers workers;
  private final Caller caller;

  /** None stands still. */
  Switching(Carriers carriers, CollectorSet collectors, Workers workers, Caller caller) {
    this.carriers = carriers;
    this.collectors = collectors;
    this.workers = workers;
    this.caller = caller;
  }

  /** By which states are taken and given. */
  public Carriers carriers() {
    return carriers;
  }

  /**
   * Calls the bundle's collectors a last time, which is shown from then on. When this returns, none
   * of them is being called, unless it hangs.
   *
   * @param keep how long what they gave is good for
   */
  public void still(Bundle former, Duration keep) throws InterruptedException {
    List<CollectorService> all = collectors.of(former);
    all.forEach(CollectorService::holdForNow);
    Object unused = caller.apart(all, caller.longest(all), false);
    all.forEach(collector -> collector.still(keep));
    awaitRunsUnderWay(all);
  }

  /** As scrapes may have begun some meanwhile. */
  private void awaitRunsUnderWay(List<CollectorService> all) throws InterruptedException {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Batch batch = new Batch(workers, caller.limit(), () -> ended.complete(true));
    for (CollectorService collector : all) {
      CollectorRun run = collector.runUnderWay();
      if (run != null) {
        batch.add(run);
      }
    }
    if (batch.runs().isEmpty()) {
      return;
    }
    batch.begin();
    try {
      boolean unused = ended.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the wait for a collector failed", e.getCause());
    } finally {
      batch.end();
      batch.leave();
    }
  }

  /** Calls those of a bundle on trial again that pages show the last values of. */
  public void renew(Bundle fresh) throws InterruptedException {
    List<CollectorService> paced =
        collectors.of(fresh).stream()
            .filter(collector -> collector.pace().isBesideScrapes())
            .toList();
    if (!paced.isEmpty()) {
      Object unused = caller.apart(paced, caller.longest(paced), true);
    }
  }

  /** Nothing came of it: the bundle's collectors are called again. */
  public void goOn(Bundle former) {
    collectors.of(former).forEach(CollectorService::goOn);
  }
}
