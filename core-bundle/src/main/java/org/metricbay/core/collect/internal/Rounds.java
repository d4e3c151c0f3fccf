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
    private final Map<Plugin, CollectorRun> runs = new HashMap<>();
    private @Nullable Batch first; // none after the end, as it would keep removed bundles' plugins

    /** Begins with runs of these plugins, which are that batch's. */
    Round(Collection<Plugin> plugins, Batch batch) {
      first = batch;
      for (Plugin plugin : plugins) {
        batch.add(plugin.currentOrNewRun());
      }
    }

    /** Gives the batch a run for each plugin, unless the round is over. */
    synchronized boolean join(Collection<Plugin> plugins, Batch batch) {
      Batch own = first;
      if (own == null || own.isOver()) {
        return false; // Also if its end has failed: nobody may be given its values for ever.
      }
      // Most scrapes are alone, so that only those that join look for their runs.
      if (runs.isEmpty()) {
        own.runs().forEach(run -> runs.put(run.plugin(), run));
      }
      for (Plugin plugin : plugins) {
        batch.add(runs.computeIfAbsent(plugin, Plugin::currentOrNewRun));
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

  /** Gives the batch a run for each plugin, in their order. */
  synchronized Round begin(Collection<Plugin> plugins, Batch batch) {
    Round round = latest;
    if (round == null || !round.join(plugins, batch)) {
      round = new Round(plugins, batch);
      latest = round;
    }
    return round;
  }
}
