package org.metricbay.host;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.xml.parsers.SAXParserFactory;
import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.Shipped;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** The framework with the agent's own bundles in it. */
final class Agent implements AutoCloseable {

  /** Our connector in it cannot be opened a second time. */
  private static final String SERVER = "org.apache.felix.http.jetty12-light";

  /** What the agent always has, in the order of starting. */
  private static final List<String> BASE =
      List.of(
          "org.apache.felix.log",
          "org.osgi.util.function",
          "org.osgi.util.promise",
          "org.osgi.service.component",
          "org.apache.felix.configadmin",
          "org.apache.felix.scr",
          "jna-jpms",
          "jna-platform-jpms",
          "oshi-common",
          "oshi-core",
          "org.apache.felix.fileinstall",
          "api-bundle",
          "platform-bundle",
          "core-bundle");

  private static final List<String> HTTP =
      List.of(
          "commons-io",
          "commons-fileupload",
          "org.apache.felix.http.servlet-api",
          SERVER,
          "http-bundle");

  private static final List<String> SHELL =
      List.of(
          "jline",
          "org.apache.felix.gogo.runtime",
          "org.apache.felix.gogo.command",
          "shell-bundle",
          "org.apache.felix.gogo.jline");

  /** FileInstall starts last, as the deployer has to be there first. */
  private static final String WATCHER = "org.apache.felix.fileinstall";

  /** The list of the plugins that come with the agent, beside its JARs. */
  private static final String SHIPPED = "shipped-plugins";

  /** The property that says where the service which has it serves HTTP. */
  private static final String HTTP_URL = "metricbay.http.url";

  private static final Duration STOP_LIMIT = Duration.ofMillis(1500);

  private final Framework framework;
  private final List<String> names;
  private final boolean http;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final boolean shell;
  private volatile Optional<Bundle> stoppedBy = Optional.empty();
  private volatile Runnable onStop = () -> {};
  private @Nullable BuiltInGuard guard;

  /** Until when to wait for the end, once it has begun. */
  private final AtomicLong deadline = new AtomicLong();

  private Agent(Framework framework, boolean http, boolean shell) {
    this.framework = framework;
    this.http = http;
    this.shell = shell;
    this.names =
        Stream.of(BASE, http ? HTTP : List.<String>of(), shell ? SHELL : List.<String>of())
            .flatMap(List::stream)
            .toList();
  }

  /** Starts the framework and the bundles; the same as {@link #begin} and {@link #startBundles}. */
  static Agent start(Path libraries, Map<String, String> properties, boolean http, boolean shell)
      throws BundleException {
    Agent agent = begin(libraries, properties, http, shell);
    try {
      agent.startBundles();
      return agent;
    } catch (BundleException | RuntimeException | Error e) {
      agent.close();
      throw e;
    }
  }

  /**
   * Starts the framework, in which no bundle is started yet.
   *
   * @param libraries the folder of the agent's own JARs
   * @param http whether to serve HTTP
   * @param shell whether to offer the shell
   */
  static Agent begin(Path libraries, Map<String, String> properties, boolean http, boolean shell)
      throws BundleException {
    // The JDK's own, named, as Declarative Services else have all JARs searched for one each time.
    System.setProperty(
        SAXParserFactory.class.getName(),
        SAXParserFactory.newDefaultInstance().getClass().getName());
    Path data = Path.of(properties.getOrDefault("metricbay.data", "data"));
    JnaPaths.apply();
    JnaFolder.apply(data);
    Map<String, String> all = new HashMap<>(properties);
    all.putAll(frameworkSettings(data));
    all.put(Shipped.PROPERTY, shipped(libraries));
    Framework framework =
        new FrameworkFactory().newFramework(all, new ConnectedBundles(libraries.toFile()));
    Agent agent = new Agent(framework, http, shell);
    try {
      framework.init();
      agent.install();
      framework.start();
      agent.context().addBundleListener((SynchronousBundleListener) agent::noticeStop);
      return agent;
    } catch (BundleException | RuntimeException | Error e) {
      agent.close();
      throw e;
    }
  }

  /** What the build has listed, or nothing where nothing was built. */
  private static String shipped(Path libraries) {
    try {
      return Files.readString(libraries.resolve(SHIPPED), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private void noticeStop(BundleEvent event) {
    if (event.getType() == BundleEvent.STOPPING && event.getBundle().equals(framework)) {
      // The framework's own thread, which has this from the one that called.
      stoppedBy = Culprit.of(Thread.currentThread());
      stopping.countDown();
      onStop.run();
    }
  }

  /** Has something done, briefly, when the framework begins to stop. */
  void onStop(Runnable work) {
    onStop = work;
  }

  /** Which keeps the agent's own bundles running, once all have started. */
  BuiltInGuard guard() {
    return Objects.requireNonNull(guard, "it has started");
  }

  /** Whether something has stopped the framework, or does so now. */
  boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** The plugin that has stopped the framework, if it was one. */
  Optional<Bundle> stoppedBy() {
    return stoppedBy;
  }

  /** Whether there is a shell, by which people may stop it. */
  boolean hasShell() {
    return shell;
  }

  private static Map<String, String> frameworkSettings(Path data) {
    Map<String, String> settings = new HashMap<>();
    settings.put(Constants.FRAMEWORK_STORAGE, data.resolve("cache").toString());
    settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    settings.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
    SystemPackages.addTo(settings);
    // One bundle is resolved at a time, or all at once with few packages: threads only cost.
    settings.put("felix.resolver.parallelism", "1");
    settings.put("felix.fileinstall.poll", "5000");
    settings.put("felix.fileinstall.disableNio2", "true");
    settings.put("felix.fileinstall.filter", ".*\\.jar");
    settings.put("felix.fileinstall.subdir.mode", "skip");
    settings.put("felix.fileinstall.bundles.new.start", "false");
    settings.put("felix.fileinstall.optionalImportRefreshScope", "managed");
    settings.put("felix.fileinstall.fragmentRefreshScope", "managed");
    settings.put("felix.fileinstall.enableConfigSave", "false");
    settings.put("felix.fileinstall.tmpdir", data.resolve("tmp").toString());
    // The files in conf/ are read at each start; what the last run knew of them is of no use.
    settings.put("felix.cm.pm", "memory");
    // Felix's Jetty begins with a connector of its own, which gives way to the agent's at once.
    settings.put("org.apache.felix.http.host", ownLoopback(ProcessHandle.current().pid()));
    settings.put("org.osgi.service.http.port", "0");
    settings.put("org.apache.felix.http.jetty.threadpool.max", "16");
    settings.put("org.apache.felix.http.jetty.acceptors", "0");
    settings.put("org.apache.felix.http.jetty.selectors", "1");
    settings.put("org.apache.felix.http.session.timeout", "30");
    // Kept log entries would keep the classes of the exceptions in them.
    settings.put("org.apache.felix.log.maxSize", "0");
    return settings;
  }

  /**
   * A loopback address that no other process listens on: Felix seeks a free port, and binds it
   * later, when on the default address another program may have it. Only Linux has them all.
   */
  static String ownLoopback(long process) {
    if (!System.getProperty("os.name").equals("Linux")) {
      return "127.0.0.1";
    }
    return "127."
        + (64 + (process >> 16 & 63))
        + "."
        + (process >> 8 & 255)
        + "."
        + (process & 255);
  }

  private void install() throws BundleException {
    for (String name : names) {
      context().installBundle(location(name));
    }
  }

  /** Starts the agent's own bundles, and with them the plugins. */
  void startBundles() throws BundleException {
    // All in one step, which is faster than each when it starts; one that is not, says so then.
    framework
        .adapt(FrameworkWiring.class)
        .resolveBundles(names.stream().map(this::bundle).toList());
    for (String name : names) {
      if (!name.equals(WATCHER)) {
        bundle(name).start();
      }
    }
    if (http) {
      bundle(WATCHER).start();
      guardBundles();
    }
  }

  /** From now on whatever somebody does to the agent's own bundles is undone. */
  private void guardBundles() {
    Stream<String> started = names.stream().filter(name -> !name.equals(WATCHER));
    List<String> locations =
        Stream.concat(started, Stream.of(WATCHER)).map(Agent::location).toList();
    guard = new BuiltInGuard(framework, locations, Set.of(location(SERVER)));
    context().addBundleListener(guard);
  }

  private static String location(String name) {
    return ConnectedBundles.PREFIX + name + ".jar";
  }

  private Bundle bundle(String name) {
    Bundle bundle = context().getBundle(location(name));
    if (bundle == null) {
      throw new IllegalStateException(name + " is not installed");
    }
    return bundle;
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /** A service of the agent's own bundles, whose classes are this class path's. */
  <T> T service(Class<T> type) {
    ServiceReference<T> reference = context().getServiceReference(type);
    T service = reference == null ? null : context().getService(reference);
    if (service == null) {
      throw new IllegalStateException("there is no " + type.getName() + "; see the log");
    }
    return service;
  }

  /** Where HTTP is served, once it is. */
  Optional<String> endpoint() {
    try {
      ServiceReference<?>[] servers =
          context().getAllServiceReferences(null, "(" + HTTP_URL + "=*)");
      return Optional.ofNullable(servers).map(one -> (String) one[0].getProperty(HTTP_URL));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits until something stops the framework, the shell for example, and then a little for that to
   * end.
   */
  void awaitStop() throws InterruptedException {
    stopping.await();
    awaitEnd();
  }

  /** Stops the framework; returns after 1.5 s also if a plugin hangs in its stop. */
  @Override
  public void close() {
    try {
      framework.stop();
      awaitEnd();
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All who wait for the end share one limit, so that it never takes longer than that. */
  private void awaitEnd() throws InterruptedException {
    deadline.compareAndSet(0, System.nanoTime() + STOP_LIMIT.toNanos());
    long left = Duration.ofNanos(deadline.get() - System.nanoTime()).toMillis();
    if (left > 0) {
      framework.waitForStop(left);
    }
  }

  /** The folder of the JAR that this class is in. */
  static Path libraries() {
    CodeSource source = Agent.class.getProtectionDomain().getCodeSource();
    Path jar = source == null ? null : Path.of(URI.create(source.getLocation().toString()));
    Path folder = jar == null ? null : jar.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalStateException("the agent must be started from its JAR");
    }
    return folder;
  }
}
