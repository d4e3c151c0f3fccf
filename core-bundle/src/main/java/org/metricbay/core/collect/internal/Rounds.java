package org.metricbay.core.collect.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets scrapes that overlap share runs: what the first one has run or runs, those that come before
 * its end take from it. It is never joined after its end, so values are never older than one
 * scrape.
 */
final class Rounds {

  /** The runs of one scrape and of those that joined it. */
  static final class Round {
    private final Map<CollectorService, CollectorRun> runs = new HashMap<>();
    private @Nullable Batch
        first; // none after the end, as it would keep removed bundles' collectors

    /** Begins with runs of these collectors, which are that batch's. */
    Round(Collection<CollectorService> collectors, Batch batch) {
      first = batch;
      for (CollectorService collector : collectors) {
        batch.add(collector.currentOrNewRun());
      }
    }

    /** Gives the batch a run for each collector, unless the round is over. */
    synchronized boolean join(Collection<CollectorService> collectors, Batch batch) {
      Batch own = first;
      if (own == null) {
        return false;
      }
      // Most scrapes are alone, so that only those that join look for their runs.
      if (runs.isEmpty()) {
        own.runs().forEach(run -> runs.put(run.collector(), run));
      }
      for (CollectorService collector : collectors) {
        batch.add(runs.computeIfAbsent(collector, CollectorService::currentOrNewRun));
      }
      return true;
    }

    /** It is over when its first batch is. */
    synchronized void ended(Batch batch) {
      if (batch.equals(first)) {
        first = null;
        runs.clear();
      }
    }
  }

  private @Nullable Round latest;

  /** Gives the batch a run for each collector, in their order. */
  synchronized Round begin(Collection<CollectorService> collectors, Batch batch) {
    Round round = latest;
    if (round == null || !round.join(collectors, batch)) {
      round = new Round(collectors, batch);
      latest = round;
    }
    return round;
  }
}
