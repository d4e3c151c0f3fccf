package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricPlugin;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.UnknownCollectorException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The engine: answers those who ask for metrics. It makes the parts that do the work. */
@Component(
    service = {CollectionEngine.class, Engine.class},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Engine implements CollectionEngine {
  private final SelfMetrics selfMetrics = new SelfMetrics();
  private final ActiveScrapes scrapes = new ActiveScrapes();
  private final Clashes clashes = new Clashes();
  private final CollectorSet collectors = new CollectorSet(this::changed);
  private final PageFamilies pages = new PageFamilies(selfMetrics, clashes, collectors::live);
  private final Snapshots snapshots = new Snapshots(pages, collectors::live);
  private final Workers workers;
  private final Caller caller;
  private final PacedCalls paced;
  private final Switching switching;
  private final Registrations registrations;

  /** Created by Declarative Services. */
  @Activate
  public Engine(BundleContext context) {
    Limits limits = Limits.of(context);
    workers = new Workers(context);
    caller = new Caller(workers, limits.time(), selfMetrics::timedOut);
    paced = new PacedCalls(workers.deadlines()::after, caller::beside);
    switching = new Switching(new Carriers(context, workers), collectors, workers, caller);
    registrations = new Registrations(context, limits, collectors, caller);
  }

  @Deactivate
  void deactivate() {
    registrations.close();
    switching.carriers().close();
    workers.close();
  }

  @Reference(
      service = MetricPlugin.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bind(ServiceReference<MetricPlugin> reference) {
    registrations.add(reference);
  }

  void unbind(ServiceReference<MetricPlugin> reference) {
    registrations.remove(reference);
  }

  /** Told at each change, and must not be held up. */
  private void changed(LiveCollectors live) {
    clashes.names(live);
    paced.live(live.collectors());
  }

  EngineParts parts() {
    return new EngineParts(
        workers, caller, collectors, scrapes, pages, clashes, registrations.starts(), switching);
  }

  @Override
  public Snapshot collect(CollectRequest request) throws UnknownCollectorException {
    CompletableFuture<Snapshot> answer = new CompletableFuture<>();
    try {
      return Caller.await(answer, batch(request, answer));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void collect(
      CollectRequest request, BiConsumer<@Nullable Snapshot, @Nullable Throwable> then)
      throws UnknownCollectorException {
    CompletableFuture<Snapshot> answer;
    try {
      answer = new CompletableFuture<>();
      CompletableFuture<Snapshot> unused = answer.whenComplete(then);
    } catch (OutOfMemoryError e) {
      then.accept(null, e);
      return;
    }
    try {
      batch(request, answer).beginHere();
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
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
      Duration limit = Caller.min(request.timeout(), caller.limit());
      callNewOnes(Duration.ofNanos(limit.toNanos() / 2));
      List<CollectorService> wanted = collectors.live().wanted(request);
      Duration left = limit.minusNanos(System.nanoTime() - begun);
      return caller.forScrape(wanted, left, calls -> complete(answer, calls, scrape));
    } catch (InterruptedException e) {
      scrapes.end(scrape);
      throw interrupted(e);
    } catch (UnknownCollectorException | RuntimeException | Error e) {
      scrapes.end(scrape);
      throw e;
    }
  }

  private void complete(CompletableFuture<Snapshot> answer, Calls calls, Object scrape) {
    Caller.complete(
        answer,
        () -> {
          try {
            return snapshots.of(calls.results());
          } finally {
            scrapes.end(scrape);
          }
        });
  }

  /** A collector that came without a trial says its name at its first call. */
  private void callNewOnes(Duration limit) throws InterruptedException {
    List<CollectorService> fresh = new ArrayList<>(0);
    for (CollectorService collector : collectors.live().collectors()) {
      if (collector.isNew()) {
        fresh.add(collector);
      }
    }
    if (!fresh.isEmpty()) {
      List<Calls.Called> unused = caller.withScrapes(fresh, limit);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("the collection was interrupted", e);
  }

  @Override
  public List<CollectorStatus> collectors() {
    LiveCollectors live = collectors.live();
    return Stream.concat(
            live.collectors().stream().map(CollectorService::shownStatus),
            live.duplicates().stream().map(collector -> Clashes.duplicate(collector, live)))
        .map(clashes::addTo)
        .toList();
  }
}
