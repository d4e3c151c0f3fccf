package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.UnknownCollectorException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
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
  private final BundleContext context;
  private final Limits limits;
  private final Workers workers = new Workers();
  private final PluginSet plugins = new PluginSet();
  private final Rounds rounds = new Rounds();
  private final ActiveScrapes scrapes = new ActiveScrapes();
  private final SelfMetrics selfMetrics = new SelfMetrics();
  private final FamilyOrder order = new FamilyOrder();

  /** Made by Declarative Services. */
  @Activate
  public Engine(BundleContext context) {
    this.context = context;
    this.limits = Limits.of(context);
  }

  @Deactivate
  void deactivate() {
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
    Plugin plugin = new Plugin(context, reference, limits, () -> plugins.changed(bundle));
    plugins.add(plugin);
    if (plugins.live().plugins().contains(plugin)) {
      // It came without a trial; its first call tells its name.
      workers.execute(plugin.currentOrNewRun()::run);
    }
  }

  void unbind(ServiceReference<MetricPlugin> reference) {
    plugins.remove(reference);
    context.ungetService(reference);
  }

  @Override
  public Snapshot collect(CollectRequest request) throws UnknownCollectorException {
    Duration limit = min(request.timeout(), limits.time());
    Object scrape = scrapes.begin();
    try {
      long begun = System.nanoTime();
      callNewOnes(Duration.ofNanos(limit.toNanos() / 2));
      List<Plugin> wanted = plugins.live().wanted(request);
      return snapshot(run(wanted, limit.minusNanos(System.nanoTime() - begun)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the collection was interrupted", e);
    } finally {
      scrapes.end(scrape);
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
      run(fresh, limit);
    }
  }

  /** What came of one plugin's call. */
  private record Called(Plugin plugin, CollectorResult result) {}

  /** Calls the plugins and tells what came of each, in their order. */
  private List<Called> run(List<Plugin> wanted, Duration limit) throws InterruptedException {
    return run(wanted, limit, rounds::begin);
  }

  private List<Called> run(
      List<Plugin> wanted, Duration limit, Function<List<Plugin>, Rounds.Part> begin)
      throws InterruptedException {
    CollectorResult[] results = new CollectorResult[wanted.size()];
    List<Plugin> callable = new ArrayList<>(wanted.size());
    for (int i = 0; i < results.length; i++) {
      results[i] = withoutCall(wanted.get(i));
      if (results[i] == null) {
        callable.add(wanted.get(i));
      }
    }
    Rounds.Part part = begin.apply(callable);
    try {
      workers.runAll(part.runs(), limit);
    } finally {
      rounds.end(part);
      for (CollectorRun run : part.runs()) {
        run.leave(limit);
      }
    }
    Iterator<CollectorRun> runs = part.runs().iterator();
    List<Called> called = new ArrayList<>(results.length);
    for (int i = 0; i < results.length; i++) {
      CollectorResult known = results[i];
      called.add(new Called(wanted.get(i), known != null ? known : resultOf(runs.next(), limit)));
    }
    return called;
  }

  /** What there is to say of a plugin that cannot be called now. */
  private static @Nullable CollectorResult withoutCall(Plugin plugin) {
    if (plugin.isFrozen()) {
      return result(plugin, plugin.frozenOutcome());
    }
    CollectorRun hung = plugin.hungRun();
    return hung == null ? null : new CollectorResult(plugin.hungStatus(hung), List.of());
  }

  private CollectorResult resultOf(CollectorRun run, Duration limit) {
    if (run.isDone()) {
      if (run.neverBegan()) {
        selfMetrics.timedOut(run.plugin().name());
      }
      return result(run.plugin(), run.outcome());
    }
    selfMetrics.timedOut(run.plugin().name());
    Outcome late = Outcome.failed("did not answer within " + CollectorRun.seconds(limit), limit);
    CollectorState state = run.isHung() ? CollectorState.HUNG : CollectorState.FAILED;
    return new CollectorResult(run.plugin().status(state, late), List.of());
  }

  private static CollectorResult result(Plugin plugin, Outcome outcome) {
    return new CollectorResult(plugin.status(outcome), outcome.families());
  }

  private Snapshot snapshot(List<Called> all) {
    List<CollectorResult> results = oneOfEachName(all);
    Map<String, Double> ages = new HashMap<>();
    for (Called one : all) {
      if (one.plugin().showsFrozenValues()) {
        ages.put(one.plugin().name(), one.plugin().frozenFor().toNanos() / 1e9);
      }
    }
    return new Snapshot(merged(results, selfMetrics.families(results, ages)), results);
  }

  private List<MetricFamily> merged(List<CollectorResult> results, List<MetricFamily> own) {
    List<MetricFamily> given = new ArrayList<>();
    for (CollectorResult result : results) {
      addFilled(given, result.families());
    }
    addFilled(given, own);
    Optional<List<MetricFamily>> sorted =
        order.sorted(given.toArray(new MetricFamily[given.size()]));
    return sorted.isPresent() ? sorted.get() : merged(results, own, given);
  }

  private List<MetricFamily> merged(
      List<CollectorResult> results, List<MetricFamily> own, List<MetricFamily> given) {
    FamilyMerger merger = new FamilyMerger(selfMetrics::dropped);
    results.forEach(result -> merger.add(result.status().name(), result.families()));
    merger.add("", own);
    List<MetricFamily> families = merger.families();
    if (families.size() == given.size()) {
      order.learn(given);
    }
    return families;
  }

  private static void addFilled(List<MetricFamily> given, List<MetricFamily> families) {
    for (MetricFamily family : families) {
      if (!family.samples().isEmpty()) {
        given.add(family);
      }
    }
  }

  /** Some may have said only in this very call that they have another's name. */
  private List<CollectorResult> oneOfEachName(List<Called> all) {
    List<Plugin> duplicates = plugins.live().duplicates();
    Set<String> names = new HashSet<>(2 * all.size());
    List<CollectorResult> results = new ArrayList<>(all.size());
    for (Called one : all) {
      if (!duplicates.contains(one.plugin()) && names.add(one.result().status().name())) {
        results.add(one.result());
      }
    }
    return List.copyOf(results);
  }

  @Override
  public List<CollectorStatus> collectors() {
    LivePlugins live = plugins.live();
    return Stream.concat(
            live.plugins().stream().map(Plugin::shownStatus),
            live.duplicates().stream().map(Engine::duplicate))
        .toList();
  }

  private static CollectorStatus duplicate(Plugin plugin) {
    String why = "another bundle's collector has this name already: rename one of them";
    return plugin.status(CollectorState.DUPLICATE, Outcome.failed(why, Duration.ZERO));
  }

  @Override
  public void stage(Bundle fresh) {
    plugins.hide(fresh);
  }

  @Override
  public List<CollectorStatus> trial(Bundle fresh, Duration limit) throws InterruptedException {
    return run(plugins.of(fresh), min(limit, limits.time()), Rounds::alone).stream()
        .map(called -> called.result().status())
        .toList();
  }

  @Override
  public void promote(Bundle fresh, Optional<Bundle> former) {
    plugins.replace(fresh, former.stream().toList());
  }

  @Override
  public void freeze(Bundle former, Duration limit, Duration keep) throws InterruptedException {
    List<Called> called = run(plugins.of(former), min(limit, limits.time()));
    try {
      plugins.freeze(former, keep);
    } finally {
      // Until here the plugins must find the values of that call.
      java.lang.ref.Reference.reachabilityFence(called);
    }
  }

  @Override
  public void retire(Bundle bundle) {
    plugins.hide(bundle);
  }

  @Override
  public void awaitScrapes() throws InterruptedException {
    scrapes.await(longestScrape());
  }

  @Override
  public Duration longestScrape() {
    return limits.time().plusSeconds(1);
  }

  @Override
  public void forget(Bundle bundle) {
    plugins.forget(bundle);
    workers.renew();
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
