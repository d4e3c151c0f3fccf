package org.metricbay.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.BundleInfo;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.UnknownCollectorException;

/** Two collectors that always give the same; remembers what it was asked. */
final class FakeEngine implements CollectionEngine, AutoCloseable {
  final List<CollectRequest> requests = new ArrayList<>();
  final List<CollectorResult> results = new ArrayList<>();

  private final ExecutorService threads = Executors.newCachedThreadPool();

  FakeEngine() {
    results.add(
        result(
            "load",
            "Load & <more>.",
            MetricFamily.gauge("node_load1", "1m load average.").sample(0.25).build(),
            MetricFamily.gauge("odd", "Odd numbers.")
                .sample(Double.NaN, "which", "a")
                .sample(Double.POSITIVE_INFINITY, "which", "b")
                .build()));
    results.add(
        result(
            "stat",
            "Kernel counters.",
            MetricFamily.counter("node_forks_total", "Forks.").sample(12).build()));
  }

  private static CollectorResult result(String name, String description, MetricFamily... families) {
    List<MetricFamily> list = List.of(families);
    int series = list.stream().mapToInt(family -> family.samples().size()).sum();
    return new CollectorResult(
        new CollectorStatus(
            name,
            description,
            new BundleInfo(7, "org.example." + name, "1.2.3", "ACTIVE"),
            CollectorState.OK,
            Optional.of(Duration.ofMillis(250)),
            Optional.empty(),
            series),
        list);
  }

  @Override
  public Snapshot collect(CollectRequest request) throws UnknownCollectorException {
    requests.add(request);
    List<String> names = collectors().stream().map(CollectorStatus::name).toList();
    TreeSet<String> asked = new TreeSet<>(request.only());
    asked.addAll(request.except());
    for (String name : asked) {
      if (name.equals("broken")) {
        throw new IllegalStateException("boom\nsecond line");
      }
      if (!names.contains(name)) {
        throw new UnknownCollectorException(name, names);
      }
    }
    List<CollectorResult> wanted =
        results.stream().filter(result -> request.wants(result.status().name())).toList();
    List<MetricFamily> families =
        wanted.stream()
            .flatMap(result -> result.families().stream())
            .sorted(Comparator.comparing(MetricFamily::name))
            .toList();
    return new Snapshot(families, wanted);
  }

  @Override
  public void collect(
      CollectRequest request, BiConsumer<@Nullable Snapshot, @Nullable Throwable> then)
      throws UnknownCollectorException {
    Snapshot snapshot;
    try {
      snapshot = collect(request);
    } catch (IllegalStateException e) {
      then.accept(null, e);
      return;
    }
    then.accept(snapshot, null);
  }

  @Override
  public void afterwards(Runnable work) {
    threads.execute(work);
  }

  @Override
  public Executor threads() {
    return threads;
  }

  @Override
  public List<CollectorStatus> collectors() {
    return results.stream().map(CollectorResult::status).toList();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
