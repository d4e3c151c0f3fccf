package org.metricbay.core.deploy.internal;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.felix.framework.FrameworkFactory;
import org.metricbay.api.NumberSample;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.internal.Engine;
import org.metricbay.core.collect.internal.EngineInFramework;
import org.metricbay.core.collect.internal.PluginGate;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.core.trust.TrustedFolders;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** The engine and the deployer in a real framework, without anything else. */
final class TestAgent implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(20);

  final Path deploy;
  final Path data;
  final Queue<String> events = new ConcurrentLinkedQueue<>();
  private final Framework framework;
  private final EngineInFramework engine;
  private final Pauses pauses;
  private FolderDeployer deployer;
  private final CountDownLatch release = new CountDownLatch(1);

  private TestAgent(Path home, Pauses pauses, Map<String, String> properties) throws Exception {
    this.pauses = pauses;
    deploy = Files.createDirectories(home.resolve("deploy"));
    data = home.resolve("data");
    System.getProperties().put("metricbay.test.release", release);
    System.getProperties().put("metricbay.test.events", events);
    Map<String, String> all = new HashMap<>();
    all.put(Constants.FRAMEWORK_STORAGE, data.resolve("cache").toString());
    all.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    all.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
    all.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.metricbay.api;version=1.1.0");
    all.put("metricbay.deploy", deploy.toString());
    all.put("metricbay.data", data.toString());
    all.putAll(properties);
    framework = new FrameworkFactory().newFramework(all);
    framework.start();
    engine = new EngineInFramework(framework.getBundleContext());
    deployer = newDeployer();
  }

  private FolderDeployer newDeployer() throws IOException {
    return new FolderDeployer(
        framework.getBundleContext(),
        engine.engine(),
        engine.gate(),
        new TrustedFolders(framework.getBundleContext()),
        pauses);
  }

  /** Starts one; properties are keys and values in turn. */
  static TestAgent start(Path home, String... properties) throws Exception {
    return start(home, Pauses.USUAL, properties);
  }

  static TestAgent start(Path home, Pauses pauses, String... properties) throws Exception {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < properties.length; i += 2) {
      map.put(properties[i], properties[i + 1]);
    }
    return new TestAgent(home, pauses, map);
  }

  /** Starts one in which the first version of {@code test.a} runs from {@code a.jar}. */
  static TestAgent startWithOne(Path home) throws Exception {
    TestAgent agent = start(home);
    agent.run("a.jar", TestJar.plugin("test.a", "1.0.0"));
    return agent;
  }

  /** What happens while there is no deployer. */
  @FunctionalInterface
  interface Meanwhile {
    void happens() throws Exception;
  }

  /** Does what a restart of the core bundle would do; the engine goes on. */
  void restartDeployer(Meanwhile meanwhile) throws Exception {
    deployer.deactivate();
    meanwhile.happens();
    deployer = newDeployer();
  }

  /** Has the framework refresh a bundle, and all that depends on it, and waits. */
  void refresh(Bundle bundle) throws InterruptedException {
    refresh(List.of(bundle));
  }

  private void refresh(List<Bundle> bundles) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    framework.adapt(FrameworkWiring.class).refreshBundles(bundles, event -> done.countDown());
    if (!done.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the framework does not refresh " + bundles);
    }
  }

  /** Waits for all refreshes that were begun. */
  void awaitRefreshes() throws InterruptedException {
    refresh(List.of());
  }

  /** Other states than the deployer's, for which no time passes. */
  CarriedStates newStates() {
    return new CarriedStates(
        gate().switching(),
        new StateFiles(data.resolve("other-states")),
        LIMIT,
        (time, what) -> {},
        engine().threads());
  }

  FolderDeployer deployer() {
    return deployer;
  }

  Engine engine() {
    return engine.engine();
  }

  PluginGate gate() {
    return engine.gate();
  }

  Framework framework() {
    return framework;
  }

  /** Puts a JAR into the folder by one rename. */
  void drop(String file, TestJar jar) throws IOException {
    drop(file, jar.bytes());
  }

  void drop(String file, byte[] bytes) throws IOException {
    Path hidden = Files.write(deploy.resolve("." + file), bytes);
    Files.move(hidden, deploy.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Drops a good one, and waits until it runs. */
  void run(String file, TestJar jar) throws IOException {
    drop(file, jar);
    awaitRunning(file, jar.version());
  }

  /** Has it look at the folder, and waits until nothing is left to do. */
  void settle() {
    deployer.awaitSettled();
  }

  void delete(String file) throws IOException {
    Files.delete(deploy.resolve(file));
  }

  /** Ends all that hangs on purpose. */
  void releaseHanging() {
    release.countDown();
  }

  Optional<PluginFile> file(String name) {
    return deployer.files().stream().filter(file -> file.file().equals(name)).findFirst();
  }

  PluginFile awaitFile(String name, Predicate<PluginFile> condition) {
    return await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> file(name), file -> file.filter(condition).isPresent())
        .orElseThrow();
  }

  FileState state(String file) {
    return file(file).orElseThrow().state();
  }

  PluginFile awaitState(String name, FileState state) {
    return awaitFile(name, file -> file.state() == state);
  }

  PluginFile awaitRunning(String name, String version) {
    return awaitFile(
        name,
        file ->
            file.state() == FileState.RUNNING
                && file.runningVersion().equals(Optional.of(version)));
  }

  /** The reason why this version does not run, once it is refused. */
  String awaitRefused(String name, String version) {
    return awaitFile(
            name,
            file ->
                file.state() == FileState.REFUSED && file.version().equals(Optional.of(version)))
        .reason()
        .orElse("");
  }

  void awaitGone(String name) {
    await().atMost(LIMIT).until(() -> file(name).isEmpty());
  }

  Snapshot scrape() throws Exception {
    return engine.engine().collect(CollectRequest.all());
  }

  /** The value of a gauge without labels on a fresh page. */
  Optional<Double> value(String family) throws Exception {
    return scrape().families().stream()
        .filter(f -> f.name().equals(family))
        .map(f -> ((NumberSample) f.samples().get(0)).value())
        .findFirst();
  }

  void awaitValue(String family, double value) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> value(family).equals(Optional.of(value)));
  }

  List<Bundle> bundles(String symbolicName) {
    return Arrays.stream(framework.getBundleContext().getBundles())
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .toList();
  }

  /** What an operator would do in the shell with the one bundle of this name. */
  Bundle bundle(String symbolicName) {
    List<Bundle> all = bundles(symbolicName);
    if (all.size() != 1) {
      throw new AssertionError(symbolicName + " is installed " + all.size() + " times");
    }
    return all.get(0);
  }

  @Override
  public void close() throws IOException, BundleException {
    release.countDown();
    deployer.deactivate();
    engine.close();
    framework.stop();
    try {
      framework.waitForStop(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.getProperties().remove("metricbay.test.release");
    System.getProperties().remove("metricbay.test.events");
  }
}
