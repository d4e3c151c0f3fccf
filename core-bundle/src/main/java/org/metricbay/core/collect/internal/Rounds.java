package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets scrapes that overlap share runs: what the first one has run or runs, those that come before
 * its end take from it. It is never joined after its end, so values are never older than one
 * scrape.
 */
final class Rounds {

  /** The runs of one scrape and of those that joined it. */
  static final class Round {
    private final Map<Plugin, CollectorRun> runs = new HashMap<>();
    private boolean open;

    Round(boolean open) {
      this.open = open;
    }

    /** The run for each plugin, or nothing if the round is over. */
    synchronized Optional<List<CollectorRun>> join(Collection<Plugin> plugins) {
      if (!open) {
        return Optional.empty();
      }
      List<CollectorRun> joined = new ArrayList<>(plugins.size());
      for (Plugin plugin : plugins) {
        CollectorRun run = runs.computeIfAbsent(plugin, Plugin::currentOrNewRun);
        run.join();
        joined.add(run);
      }
      return Optional.of(joined);
    }

    private synchronized void end() {
      open = false;
      // What is kept would keep the plugins of removed bundles.
      runs.clear();
    }
  }

  /**
   * A scrape's part in a round.
   *
   * @param round the round
   * @param runs the runs to begin, where nobody has, to await and to leave, in the order of the
   *     plugins
   * @param first whether the round is this scrape's own and ends with it
   */
  record Part(Round round, List<CollectorRun> runs, boolean first) {}

  private Round latest = new Round(false);

  synchronized Part begin(Collection<Plugin> plugins) {
    Optional<List<CollectorRun>> shared = latest.join(plugins);
    if (shared.isPresent()) {
      return new Part(latest, shared.get(), false);
    }
    latest = new Round(true);
    return new Part(latest, latest.join(plugins).orElseThrow(), true);
  }

  /**
   * A round that no scrape joins. What a trial gives is old when the plugin goes live: a scrape
   * that took it could show less than the one before it, which still called the plugin's former
   * version.
   */
  static Part alone(Collection<Plugin> plugins) {
    Round round = new Round(true);
    return new Part(round, round.join(plugins).orElseThrow(), true);
  }

  void end(Part part) {
    if (part.first()) {
      part.round().end();
    }
  }
}
