package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.felix.framework.FrameworkFactory;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.Snapshot;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;

/** An engine in a framework whose system bundle registers the plugins. */
final class TestEngine implements AutoCloseable {
  private final Framework framework;
  private final EngineInFramework engine;

  private TestEngine(Framework framework) {
    this.framework = framework;
    this.engine = new EngineInFramework(framework.getBundleContext());
  }

  static TestEngine start(Path home, double timeoutSeconds) throws BundleException {
    Map<String, String> properties = new HashMap<>();
    properties.put(Constants.FRAMEWORK_STORAGE, home.resolve("cache").toString());
    properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.metricbay.api;version=1.1.0");
    properties.put("metricbay.collect.timeout", Double.toString(timeoutSeconds));
    Framework framework = new FrameworkFactory().newFramework(properties);
    framework.start();
    return new TestEngine(framework);
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  Engine engine() {
    return engine.engine();
  }

  PluginGate gate() {
    return engine.gate();
  }

  ServiceRegistration<MetricPlugin> add(MetricPlugin plugin) {
    return framework.getBundleContext().registerService(MetricPlugin.class, plugin, null);
  }

  /** Adds a plugin of this name that collects by the given code. */
  ServiceRegistration<MetricPlugin> add(String name, Callable<List<MetricFamily>> code) {
    return add(plugin(() -> name, code));
  }

  static MetricPlugin plugin(Callable<String> name, Callable<List<MetricFamily>> code) {
    return new MetricPlugin() {
      @Override
      public String name() {
        try {
          return name.call();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public String description() {
        return "For tests.";
      }

      @Override
      public List<MetricFamily> collect() throws Exception {
        return code.call();
      }
    };
  }

  static List<MetricFamily> gauge(String name, double value) {
    return List.of(MetricFamily.gauge(name, "A number.").sample(value).build());
  }

  Snapshot scrape() throws Exception {
    return engine().collect(CollectRequest.all());
  }

  Snapshot scrape(Duration limit) throws Exception {
    return engine().collect(new CollectRequest(Set.of(), Set.of(), limit));
  }

  /** Begins a scrape on another thread. */
  CompletableFuture<Snapshot> begin(CollectRequest request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return engine().collect(request);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Tries out all plugins, as all are the system bundle's. */
  List<CollectorStatus> trial(Duration limit) throws InterruptedException {
    return gate().trial(framework, limit);
  }

  /** Holds what all plugins give. */
  void hold() {
    gate().hold(framework);
  }

  /** Freezes all plugins, as all are the system bundle's. */
  void freeze(Duration limit, Duration keep) throws InterruptedException {
    gate().freeze(framework, limit, keep);
  }

  /** Waits until the call at its coming is over, as a scrape would share it until then. */
  void awaitFirstCall(String name) {
    await()
        .until(
            () ->
                engine().collectors().stream()
                    .filter(status -> status.name().equals(name))
                    .anyMatch(status -> status.state() == CollectorState.OK));
  }

  void failsWith(String name, String error) throws Exception {
    Snapshot page = scrape();
    assertThat(status(page, name).state()).isEqualTo(CollectorState.FAILED);
    assertThat(status(page, name).error().orElse("")).startsWith(error);
  }

  static CollectorStatus status(Snapshot snapshot, String name) {
    return snapshot.result(name).map(CollectorResult::status).orElseThrow();
  }

  static boolean has(Snapshot snapshot, String family) {
    return snapshot.families().stream().anyMatch(f -> f.name().equals(family));
  }

  @Override
  public void close() throws BundleException {
    engine.close();
    framework.stop();
    try {
      framework.waitForStop(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
