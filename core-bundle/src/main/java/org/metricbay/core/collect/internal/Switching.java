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
  /** Calls plugins, if so asked also those that scrapes do not call, and waits. */
  @FunctionalInterface
  interface Caller {
    Object call(List<Plugin> plugins, boolean alsoBeside) throws InterruptedException;
  }

  private final Carriers carriers;
  private final PluginSet plugins;
  private final Workers workers;
  private final Duration limit;
  private final Caller caller;

  /**
   * None stands still.
   *
   * @param limit how long a collector may take
   */
  Switching(Carriers carriers, PluginSet plugins, Workers workers, Duration limit, Caller caller) {
    this.carriers = carriers;
    this.plugins = plugins;
    this.workers = workers;
    this.limit = limit;
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
    List<Plugin> all = plugins.of(former);
    all.forEach(Plugin::holdForNow);
    Object unused = caller.call(all, false);
    all.forEach(plugin -> plugin.still(keep));
    awaitRunsUnderWay(all);
  }

  /** As scrapes may have begun some meanwhile. */
  private void awaitRunsUnderWay(List<Plugin> all) throws InterruptedException {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Batch batch = new Batch(workers, limit, () -> ended.complete(true));
    for (Plugin plugin : all) {
      CollectorRun run = plugin.runUnderWay();
      if (run != null) {
        batch.add(run);
      }
    }
    if (batch.runs().isEmpty()) {
      return;
    }
    workers.begin(batch);
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
    List<Plugin> paced =
        plugins.of(fresh).stream().filter(plugin -> plugin.pace().isBesideScrapes()).toList();
    if (!paced.isEmpty()) {
      Object unused = caller.call(paced, true);
    }
  }

  /** Nothing came of it: the bundle's collectors are called again. */
  public void goOn(Bundle former) {
    plugins.of(former).forEach(Plugin::goOn);
  }
}
