package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets scrapes that overlap share runs: what the first one has run or runs, those that come before
 * its end take from it. It is never joined after its end, so values are never older than one
 * scrape.
 */
final class Rounds {

  /** The runs of one scrape and of those that joined it. */
  static final class Round {
    private final List<CollectorRun> own;
    private final Map<Plugin, CollectorRun> joined = new HashMap<>();
    private boolean open = true;

    /** Begins with runs of these plugins. */
    Round(Collection<Plugin> plugins) {
      own = new ArrayList<>(plugins.size());
      for (Plugin plugin : plugins) {
        CollectorRun run = plugin.currentOrNewRun();
        run.join();
        own.add(run);
      }
    }

    /** The run for each plugin, or nothing if the round is over. */
    synchronized Optional<List<CollectorRun>> join(Collection<Plugin> plugins) {
      if (!open) {
        return Optional.empty();
      }
      // Most scrapes are alone, so that only those that join look for their runs.
      if (joined.isEmpty()) {
        own.forEach(run -> joined.put(run.plugin(), run));
      }
      List<CollectorRun> runs = new ArrayList<>(plugins.size());
      for (Plugin plugin : plugins) {
        CollectorRun run = joined.computeIfAbsent(plugin, Plugin::currentOrNewRun);
        run.join();
        runs.add(run);
      }
      return Optional.of(runs);
    }

    private synchronized void end() {
      open = false;
      // What is kept would keep the plugins of removed bundles.
      own.clear();
      joined.clear();
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

  private @Nullable Round latest;

  synchronized Part begin(Collection<Plugin> plugins) {
    Round running = latest;
    Optional<List<CollectorRun>> shared =
        running == null ? Optional.empty() : running.join(plugins);
    if (running != null && shared.isPresent()) {
      return new Part(running, shared.get(), false);
    }
    latest = new Round(plugins);
    return new Part(latest, List.copyOf(latest.own), true);
  }

  /**
   * A round that no scrape joins. What a trial gives is old when the plugin goes live: a scrape
   * that took it could show less than the one before it, which still called the plugin's former
   * version.
   */
  static Part alone(Collection<Plugin> plugins) {
    Round round = new Round(plugins);
    return new Part(round, List.copyOf(round.own), true);
  }

  void end(Part part) {
    if (part.first()) {
      part.round().end();
    }
  }
}
