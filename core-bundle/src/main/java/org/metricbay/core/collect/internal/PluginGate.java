package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.metricbay.core.collect.CollectorStatus;
import org.osgi.framework.Bundle;

/**
 * The deployer's hold on the engine: which bundles' plugins are live, that is, seen by scrapes. A
 * bundle that was never staged is live as soon as it registers a plugin.
 */
public interface PluginGate {

  /**
   * From now on, where two have the same collector's name, family or series, the one whose bundle
   * has the lower rank keeps it.
   */
  void rank(ToIntFunction<Bundle> ranks);

  /** Keeps the plugins that this bundle will register from scrapes until it is promoted. */
  void stage(Bundle fresh);

  /**
   * Keeps what the bundle's plugins give until they give it again, for a {@link #freeze} to come
   * whose last call of them does not end in time.
   */
  void hold(Bundle fresh);

  /** Calls each plugin of a staged bundle once and tells how each did. */
  List<CollectorStatus> trial(Bundle fresh, Duration limit) throws InterruptedException;

  /** Watches what plugins take as they are started. */
  Starts starts();

  /** What carries the states of plugins from one bundle to another. */
  Switching switching();

  /** In one step makes the fresh bundle's plugins live, and the former's not. */
  void promote(Bundle fresh, Optional<Bundle> former);

  /**
   * Collects from the bundle's plugins once more and serves that until another bundle is promoted
   * in its place, also when its services go away. Of a plugin that does not answer, it serves what
   * it gave before, if that was {@linkplain #hold held}.
   *
   * @param limit how long the collection may take
   * @param keep how long its values are served; after that the plugins count as failed
   */
  void freeze(Bundle former, Duration limit, Duration keep) throws InterruptedException;

  /**
   * Serves what the bundle's plugins give again, after a {@link #freeze} that nothing came of. Goes
   * without saying once the bundle has registered as many as were frozen.
   */
  void thaw(Bundle former);

  /** Takes the bundle's plugins out of all scrapes to come. */
  void retire(Bundle bundle);

  /** Waits until the scrapes in progress, which may still call retired plugins, are over. */
  default void awaitScrapes() throws InterruptedException {
    awaitScrapes(longestScrape());
  }

  /** Waits so long at most. */
  void awaitScrapes(Duration limit) throws InterruptedException;

  /** A time that no scrape exceeds. */
  Duration longestScrape();

  /** Drops what is known of a bundle that is gone, and the threads that its plugins ran on. */
  void forget(Bundle bundle);

  /**
   * Drops what is still served of bundles that are gone, for which no successor will come.
   *
   * @param awaited whether one will
   */
  void forgetGone(Predicate<Bundle> awaited);

  /** Whether scrapes see a plugin of this bundle. */
  boolean isLive(Bundle bundle);

  /** How the bundle's plugins did last, by name. */
  List<CollectorStatus> collectorsOf(Bundle bundle);

  /**
   * For how long, up to the last call, each call of each of the bundle's plugins has failed. Zero
   * if one is well, or has failed only once yet.
   */
  Duration failingFor(Bundle bundle);
}
