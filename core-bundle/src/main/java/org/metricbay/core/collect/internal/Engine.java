package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metricbay.api.MetricPlugin;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.Origin;
import org.metricbay.core.collect.Shipped;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.TrialListener;
import org.metricbay.core.collect.UnknownCollectorException;
import org.metricbay.core.collect.internal.Calls.Called;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The engine: keeps track of the plugins and collects from them. References are bound without
 * getting the service, since making it is already a call into the plugin.
 */
@Component(
    service = {CollectionEngine.class, PluginGate.class},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Engine implements CollectionEngine, PluginGate {
  /** For who gives the same as one on trial, which is not to fail because of them. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final BundleContext context;
  private final Limits limits;
  private final Shipped shipped;
  private final Workers workers;
  private final Suspects suspects;
  private final Starts starts;
  private final ServiceRegistration<?> suspectsService;
  private final Clashes clashes = new Clashes();
  private final Switching switching;
  private final PacedCalls paced;
  private final PluginSet plugins = new PluginSet(this::changed);
  private final Rounds rounds = new Rounds();
  private final ActiveScrapes scrapes = new ActiveScrapes();
  private final SelfMetrics selfMetrics = new SelfMetrics();
  private final PageFamilies pages = new PageFamilies(selfMetrics, clashes, plugins::live);

  private final Snapshots snapshots = new Snapshots(pages, plugins::live);

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<TrialListener> listeners = List.of();

  /** Created by Declarative Services. */
  @Activate
  public Engine(BundleContext context) {
    this.context = context;
    this.limits = Limits.of(context);
    this.workers = new Workers(context);
    this.paced = new PacedCalls(workers::after, this::callBeside);
    this.switching =
        new Switching(
            new Carriers(context, workers),
            plugins,
            workers,
            limits.time(),
            (all, also) -> run(all, Pace.longest(all, limits.time()), new Rounds(), also));
    this.shipped = Shipped.of(context);
    this.suspects = new Suspects(longestScrape(), shipped);
    this.starts = new Starts(suspects);
    this.suspectsService = suspects.register(context);
    hideLeftOvers();
  }

  /** What an engine before has left running, which the deployer will remove. */
  private void hideLeftOvers() {
    for (Bundle bundle : context.getBundles()) {
      if (Origin.of(bundle).isPresent()) {
        plugins.hide(bundle);
      }
    }
  }

  @Deactivate
  void deactivate() {
    suspectsService.unregister();
    switching.carriers().close();
    workers.close();
  }

  @Reference(
      service = MetricPlugin.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bind(ServiceReference<MetricPlugin> reference) {
    Bundle bundle = reference.getBundle();
    if (bundle == null) {
      return; // It is gone already.
    }
    CallTrace trace = suspects.add(reference, bundle);
    Limits most =
        shipped.contains(bundle) ? limits.ofShipped(Runtime.getRuntime().maxMemory()) : limits;
    Plugin plugin = new Plugin(context, reference, most, trace, () -> plugins.changed(bundle));
    plugins.add(plugin);
    if (plugin.isNew() && plugins.live().plugins().contains(plugin)) {
      // It came without a trial; its first call tells its name.
      CollectorRun first = plugin.currentOrNewRun();
      workers.execute(() -> first.run(null));
    }
  }

  void unbind(ServiceReference<MetricPlugin> reference) {
    suspects.remove(reference);
    plugins.remove(reference);
    context.ungetService(reference);
  }

  @Override
  public Snapshot collect(CollectRequest request) throws UnknownCollectorException {
    CompletableFuture<Snapshot> answer = new CompletableFuture<>();
    try {
      return await(answer, batch(request, answer));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void collect(CollectRequest request, CompletableFuture<Snapshot> answer)
      throws UnknownCollectorException {
    workers.run(batch(request, answer));
  }

  @Override
  public Executor threads() {
    return workers;
  }

  @Override
  public void afterwards(Runnable work) {
    workers.afterwards(work);
  }

  /** What has still to be begun, and completes the answer at its end. */
  private Batch batch(CollectRequest request, CompletableFuture<Snapshot> answer)
      throws UnknownCollectorException {
    Object scrape = scrapes.begin();
    try {
      long begun = System.nanoTime();
      Duration limit = min(request.timeout(), limits.time());
      callNewOnes(Duration.ofNanos(limit.toNanos() / 2));
      List<Plugin> wanted = plugins.live().wanted(request);
      Duration left = limit.minusNanos(System.nanoTime() - begun);
      return calls(wanted, left, rounds, false, calls -> complete(answer, calls, scrape));
    } catch (InterruptedException e) {
      scrapes.end(scrape);
      throw interrupted(e);
    } catch (UnknownCollectorException | RuntimeException | Error e) {
      scrapes.end(scrape);
      throw e;
    }
  }

  private void complete(CompletableFuture<Snapshot> answer, Calls calls, Object scrape) {
    complete(
        answer,
        () -> {
          try {
            return snapshots.of(calls.results());
          } finally {
            scrapes.end(scrape);
          }
        });
  }

  private static <T> void complete(CompletableFuture<T> answer, Supplier<T> value) {
    try {
      answer.complete(value.get());
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
  }

  /** A plugin that came without a trial says its name at its first call. */
  private void callNewOnes(Duration limit) throws InterruptedException {
    List<Plugin> fresh = new ArrayList<>(0);
    for (Plugin plugin : plugins.live().plugins()) {
      if (plugin.isNew()) {
        fresh.add(plugin);
      }
    }
    if (!fresh.isEmpty()) {
      run(fresh, limit, rounds, false);
    }
  }

  /** Told at each change, and must not be held up. */
  private void changed(LivePlugins live) {
    clashes.names(live);
    paced.live(live.plugins());
  }

  /** Calls one that is not called by scrapes, and does a thing at the end of the call. */
  private void callBeside(Plugin plugin, Runnable then) {
    Duration limit = plugin.pace().timeout().orElse(limits.time());
    workers.begin(
        calls(
            List.of(plugin),
            limit,
            new Rounds(),
            true,
            calls -> {
              try {
                List<Called> unused = calls.results();
              } finally {
                then.run();
              }
            }));
  }

  /** Calls the plugins, waits, and tells what came of each, in their order. */
  private List<Called> run(List<Plugin> wanted, Duration limit, Rounds shared, boolean own)
      throws InterruptedException {
    CompletableFuture<List<Called>> answer = new CompletableFuture<>();
    return await(
        answer, calls(wanted, limit, shared, own, calls -> complete(answer, calls::results)));
  }

  private Batch calls(
      List<Plugin> wanted, Duration limit, Rounds shared, boolean own, Consumer<Calls> then) {
    return new Calls(wanted, limit, workers, shared, own, selfMetrics::timedOut, then).batch();
  }

  private <T> T await(CompletableFuture<T> answer, Batch batch) throws InterruptedException {
    try {
      workers.begin(batch);
      return answer.get();
    } catch (InterruptedException e) {
      batch.end();
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the collection failed", e.getCause());
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("the collection was interrupted", e);
  }

  @Override
  public List<CollectorStatus> collectors() {
    LivePlugins live = plugins.live();
    return Stream.concat(
            live.plugins().stream().map(Plugin::shownStatus),
            live.duplicates().stream().map(plugin -> Clashes.duplicate(plugin, live)))
        .map(clashes::addTo)
        .toList();
  }

  @Override
  public void rank(ToIntFunction<Bundle> ranks) {
    plugins.rank(ranks);
  }

  @Override
  public void stage(Bundle fresh) {
    plugins.hide(fresh);
    listeners.forEach(listener -> listener.staged(fresh));
  }

  @Override
  public void hold(Bundle fresh) {
    plugins.hold(fresh);
  }

  @Override
  public List<CollectorStatus> trial(Bundle fresh, Duration limit) throws InterruptedException {
    // In rounds of its own: what it gives is old when the plugin goes live, and a scrape that took
    // it could show less than the one before, which still called the plugin's former version.
    List<Plugin> tried = plugins.of(fresh);
    List<Called> given =
        run(tried, min(limit, Pace.longest(tried, limits.time())), new Rounds(), true);
    compare(fresh, given);
    return given.stream().map(called -> called.result().status()).toList();
  }

  /** Finds what a bundle's plugins give that others give too. Nearly always that is nothing. */
  private void compare(Bundle fresh, List<Called> given) throws InterruptedException {
    List<Plugin> rivals = plugins.rivalsOf(fresh);
    if (rivals.isEmpty()) {
      return;
    }
    Set<String> taken = rivals.stream().map(Plugin::name).collect(Collectors.toSet());
    List<Called> all = new ArrayList<>(run(rivals, min(PATIENCE, limits.time()), rounds, false));
    given.stream().filter(called -> !taken.contains(called.plugin().name())).forEach(all::add);
    pages.compare(
        all.stream().map(Called::result).toList(),
        LivePlugins.order(plugins.seniorFirst(all.stream().map(Called::plugin).toList())));
  }

  /** As others may have been on trial at the same time. */
  private void compareAgain(Bundle fresh) {
    try {
      compare(fresh, run(plugins.of(fresh), min(PATIENCE, limits.time()), rounds, false));
    } catch (InterruptedException e) {
      // The engine ends.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Starts starts() {
    return starts;
  }

  @Override
  public Switching switching() {
    return switching;
  }

  @Override
  public void promote(Bundle fresh, Optional<Bundle> former) {
    // First, so that who sees its metrics finds what else it offers.
    listeners.forEach(listener -> listener.promoted(fresh));
    plugins.replace(fresh, former.stream().toList());
    if (!plugins.rivalsOf(fresh).isEmpty()) {
      workers.execute(() -> compareAgain(fresh));
    }
  }

  @Override
  public void freeze(Bundle former, Duration limit, Duration keep) throws InterruptedException {
    plugins.hold(former);
    run(plugins.of(former), min(limit, limits.time()), rounds, false);
    plugins.freeze(former, keep);
  }

  @Override
  public void thaw(Bundle former) {
    plugins.thaw(former);
  }

  @Override
  public void retire(Bundle bundle) {
    plugins.hide(bundle);
  }

  @Override
  public void awaitScrapes(Duration limit) throws InterruptedException {
    scrapes.await(limit);
  }

  @Override
  public Duration longestScrape() {
    return limits.time().plusSeconds(1);
  }

  @Override
  public void forget(Bundle bundle) {
    plugins.forget(bundle);
    switching.carriers().forget(bundle);
    clashes.forget(bundle);
    workers.renew();
  }

  @Override
  public void forgetGone(Predicate<Bundle> awaited) {
    plugins.forgetGone(awaited);
  }

  @Override
  public boolean isLive(Bundle bundle) {
    return plugins.live().plugins().stream().anyMatch(plugin -> plugin.bundle().equals(bundle));
  }

  @Override
  public List<CollectorStatus> collectorsOf(Bundle bundle) {
    return plugins.of(bundle).stream().map(Plugin::status).toList();
  }

  @Override
  public Duration failingFor(Bundle bundle) {
    return plugins.of(bundle).stream()
        .map(Plugin::failingFor)
        .min(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
