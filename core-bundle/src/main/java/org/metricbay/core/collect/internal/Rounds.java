package org.metricbay.core.collect.internal;

import java.util.HashMap;
import java.util.List;
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

    // Neither is kept after the end, as they would keep removed bundles.
    private @Nullable Batch first;
    private List<CollectorService> ofFirst;

    /** Begins with runs of these collectors, which are that batch's. */
    Round(List<CollectorService> collectors, Batch batch) {
      first = batch;
      ofFirst = collectors;
      for (CollectorService collector : collectors) {
        batch.add(collector.currentOrNewRun());
      }
    }

    /** Gives the batch a run for each collector, unless the round is over. */
    synchronized boolean join(List<CollectorService> collectors, Batch batch) {
      Batch own = first;
      if (own == null || own.isOver()) {
        return false; // Also if its end has failed: nobody may be given its values for ever.
      }
      // Most scrapes are alone, so that only those that join look for their runs.
      if (runs.isEmpty()) {
        for (int i = 0; i < ofFirst.size(); i++) {
          runs.put(ofFirst.get(i), own.runs().get(i));
        }
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
        ofFirst = List.of();
        runs.clear();
      }
    }
  }

  private @Nullable Round latest;

  /** Gives the batch a run for each collector, in their order. */
  synchronized Round begin(List<CollectorService> collectors, Batch batch) {
    Round round = latest;
    if (round == null || !round.join(collectors, batch)) {
      round = new Round(collectors, batch);
      latest = round;
    }
    return round;
  }
}
