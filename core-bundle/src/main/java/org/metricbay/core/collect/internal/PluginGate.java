package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.TrialListener;
import org.metricbay.core.collect.internal.Calls.Called;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The deployer's hold on the engine: which bundles' collectors are live, that is, seen by scrapes.
 * A bundle that was never staged is live as soon as it registers a collector.
 */
@Component(service = PluginGate.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class PluginGate {
  /** For who gives the same as one on trial, which is not to fail because of them. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Workers workers;
  private final Caller caller;
  private final CollectorSet collectors;
  private final ActiveScrapes scrapes;
  private final PageFamilies pages;
  private final Clashes clashes;
  private final Starts starts;
  private final Switching switching;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<TrialListener> listeners = List.of();

  /** Made by Declarative Services. */
  @Activate
  public PluginGate(@Reference Engine engine) {
    EngineParts parts = engine.parts();
    workers = parts.workers();
    caller = parts.caller();
    collectors = parts.collectors();
    scrapes = parts.scrapes();
    pages = parts.pages();
    clashes = parts.clashes();
    starts = parts.starts();
    switching = parts.switching();
  }

  /**
   * From now on, where two have the same collector's name, family or series, the one whose bundle
   * has the lower rank keeps it.
   */
  public void rank(ToIntFunction<Bundle> ranks) {
    collectors.rank(ranks);
  }

  /** Keeps the collectors that this bundle will register from scrapes until it is promoted. */
  public void stage(Bundle fresh) {
    collectors.hide(fresh);
    listeners.forEach(listener -> listener.staged(fresh));
  }

  /**
   * Keeps what the bundle's collectors give until they give it anew, for a {@link #freeze} to come
   * whose last call of them does not end in time.
   */
  public void hold(Bundle fresh) {
    collectors.hold(fresh);
  }

  /** Calls each collector of a staged bundle once and tells how each did. */
  public List<CollectorStatus> trial(Bundle fresh, Duration limit) throws InterruptedException {
    // Apart: what it gives is old when the collector goes live, and a scrape that took it could
    // show less than the one before, which still called the collector's former version.
    List<Called> given = caller.apart(collectors.of(fresh), limit, true);
    compare(fresh, given);
    return given.stream().map(called -> called.result().status()).toList();
  }

  /** Finds what a bundle's collectors give that others give too. Nearly always that is nothing. */
  private void compare(Bundle fresh, List<Called> given) throws InterruptedException {
    List<CollectorService> rivals = collectors.rivalsOf(fresh);
    if (rivals.isEmpty()) {
      return;
    }
    Set<String> taken = rivals.stream().map(CollectorService::name).collect(Collectors.toSet());
    List<Called> all = new ArrayList<>(caller.withScrapes(rivals, PATIENCE));
    given.stream().filter(called -> !taken.contains(called.collector().name())).forEach(all::add);
    pages.compare(
        all.stream().map(Called::result).toList(),
        LiveCollectors.order(collectors.seniorFirst(all.stream().map(Called::collector).toList())));
  }

  /** As others may have been on trial at the same time. */
  private void compareAgain(Bundle fresh) {
    try {
      compare(fresh, caller.withScrapes(collectors.of(fresh), PATIENCE));
    } catch (InterruptedException e) {
      // The engine ends.
      Thread.currentThread().interrupt();
    }
  }

  /** Watches what plugins take as they are started. */
  public Starts starts() {
    return starts;
  }

  /** What carries states from one bundle to another. */
  public Switching switching() {
    return switching;
  }

  /** In one step makes the fresh bundle's collectors live, and the former's not. */
  public void promote(Bundle fresh, Optional<Bundle> former) {
    // First, so that who sees its metrics finds what else it offers.
    listeners.forEach(listener -> listener.promoted(fresh));
    collectors.replace(fresh, former.stream().toList());
    if (!collectors.rivalsOf(fresh).isEmpty()) {
      workers.execute(() -> compareAgain(fresh));
    }
  }

  /**
   * Collects from the bundle's collectors once more and serves that until another bundle is
   * promoted in its place, also when its services go away. Of a collector that does not answer, it
   * serves what it gave before, if that was {@linkplain #hold held}.
   *
   * @param limit how long the collection may take
   * @param keep how long its values are served; after that the collectors count as failed
   */
  public void freeze(Bundle former, Duration limit, Duration keep) throws InterruptedException {
    collectors.hold(former);
    List<Called> unused = caller.withScrapes(collectors.of(former), limit);
    collectors.freeze(former, keep);
  }

  /**
   * Serves what the bundle's collectors give again, after a {@link #freeze} that nothing came of.
   * Goes without saying once the bundle has registered as many as were frozen.
   */
  public void thaw(Bundle former) {
    collectors.thaw(former);
  }

  /** Takes the bundle's collectors out of all scrapes to come. */
  public void retire(Bundle bundle) {
    collectors.hide(bundle);
  }

  /** Waits until the scrapes under way, which may still call retired collectors, are over. */
  public void awaitScrapes() throws InterruptedException {
    awaitScrapes(longestScrape());
  }

  /** Waits so long at most. */
  public void awaitScrapes(Duration limit) throws InterruptedException {
    scrapes.await(limit);
  }

  /** A time that no scrape exceeds. */
  public Duration longestScrape() {
    return caller.longestScrape();
  }

  /** Drops what is known of a bundle that is gone, and the threads that its collectors ran on. */
  public void forget(Bundle bundle) {
    collectors.forget(bundle);
    switching.carriers().forget(bundle);
    clashes.forget(bundle);
    workers.renew();
  }

  /**
   * Drops what is still served of bundles that are gone, for which no successor will come.
   *
   * @param awaited whether one will
   */
  public void forgetGone(Predicate<Bundle> awaited) {
    collectors.forgetGone(awaited);
  }

  /** Whether scrapes see a collector of this bundle. */
  public boolean isLive(Bundle bundle) {
    return collectors.live().collectors().stream()
        .anyMatch(collector -> collector.bundle().equals(bundle));
  }

  /** How the bundle's collectors did last, by name. */
  public List<CollectorStatus> collectorsOf(Bundle bundle) {
    return collectors.of(bundle).stream().map(CollectorService::status).toList();
  }

  /**
   * For how long, up to the last call, each call of each of the bundle's collectors has failed.
   * Zero if one is well, or has failed only once yet.
   */
  public Duration failingFor(Bundle bundle) {
    return collectors.of(bundle).stream()
        .map(CollectorService::failingFor)
        .min(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
