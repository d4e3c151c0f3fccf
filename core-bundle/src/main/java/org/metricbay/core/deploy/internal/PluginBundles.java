package org.metricbay.core.deploy.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.internal.PluginGate;
import org.metricbay.core.collect.internal.Problems;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs and removes plugin bundles. Whatever may run a plugin's code does so on a fresh thread
 * that ends with it, so that neither a hanging activator nor a left-over ThreadLocal reaches us.
 */
final class PluginBundles {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  private final BundleContext context;
  private final PluginGate gate;
  private final Executor spare;
  private final Path folder;

  /** With what the locations of all our bundles begin. */
  private final String locations;

  private final AtomicLong installs = new AtomicLong();

  /** Bundles that we are about to stop, to tell that from an operator's stop. */
  private final Set<Bundle> leaving = ConcurrentHashMap.newKeySet();

  /** The threads that stop bundles whose values are still served. */
  private final Map<Bundle, Thread> stoppers = new ConcurrentHashMap<>();

  private final List<WeakReference<ClassLoader>> gone = new CopyOnWriteArrayList<>();

  /**
   * None yet.
   *
   * @param spare where threads are to be had if there are no more
   */
  PluginBundles(BundleContext context, PluginGate gate, Executor spare, Path folder) {
    this.context = context;
    this.gate = gate;
    this.spare = spare;
    this.folder = folder;
    this.locations = folder.toUri().toString();
  }

  BundleContext context() {
    return context;
  }

  PluginGate gate() {
    return gate;
  }

  /** Symbolic names of what is installed and was not installed here: the agent's own bundles. */
  Set<String> foreignNames() {
    Set<String> names = new HashSet<>();
    for (Bundle bundle : context.getBundles()) {
      if (!isOurs(bundle) && bundle.getSymbolicName() != null) {
        names.add(bundle.getSymbolicName());
      }
    }
    return names;
  }

  /** Removes what a deployer before has left, if it was stopped in an agent that goes on. */
  void removeLeftOvers() {
    for (Bundle bundle : context.getBundles()) {
      if (isOurs(bundle)) {
        gate.retire(bundle);
        Thread unused = retire(bundle, () -> {});
      }
    }
  }

  boolean isOurs(Bundle bundle) {
    return bundle.getLocation().startsWith(locations);
  }

  boolean isLeaving(Bundle bundle) {
    return leaving.contains(bundle);
  }

  static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(null, work, "metricbay-" + name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  /**
   * Installs these bytes beside all that is there. The location is unique, and as a URL leads to
   * the file, so that the shell's {@code update} reads it again.
   */
  Bundle install(Artifact artifact, byte[] bytes) throws BundleException, IOException {
    String storage = context.getProperty(Constants.FRAMEWORK_STORAGE);
    if (storage != null) {
      // The framework does not make it again if someone has deleted it.
      Files.createDirectories(Path.of(storage));
    }
    String location =
        folder.resolve(artifact.file()).toUri()
            + "?sha256="
            + artifact.digest()
            + "&install="
            + installs.incrementAndGet();
    return context.installBundle(location, new ByteArrayInputStream(bytes));
  }

  /** Has these resolved in one step, those that can be; returns whether all are. */
  boolean resolve(List<Bundle> installed) {
    return context
        .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
        .adapt(FrameworkWiring.class)
        .resolveBundles(installed);
  }

  /**
   * Stops and uninstalls a bundle whose plugins no scrape to come will see.
   *
   * @return the thread that does it, which hangs if the plugin does
   */
  Thread retire(Bundle bundle, Runnable done) {
    leaving.add(bundle);
    Thread stopper =
        thread(
            "retire-" + bundle.getSymbolicName(),
            () -> {
              try {
                gate.awaitScrapes();
              } catch (InterruptedException e) {
                // It has taken long enough; go on.
              } finally {
                removeNow(bundle);
                done.run();
              }
            });
    begin(stopper);
    return stopper;
  }

  /** Where no thread is to be had, because a plugin has taken all, the engine's do it. */
  void begin(Thread thread) {
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      LOG.warn("no thread is to be had; {} uses another's", thread.getName());
      spare.execute(thread);
    }
  }

  /** Stops and uninstalls a bundle on this thread, and forgets it. Never throws. */
  void removeNow(Bundle bundle) {
    if (stoppers.containsKey(bundle)) {
      awaitStopper(bundle);
    } else {
      removeKeepingValues(bundle);
    }
    gate.forget(bundle);
  }

  private void awaitStopper(Bundle bundle) {
    try {
      boolean unused = removeKeepingValues(bundle, Duration.ofDays(1));
    } catch (InterruptedException e) {
      // It hangs, and is not waited for any more.
    }
  }

  /**
   * Stops and uninstalls a bundle whose frozen values are still served.
   *
   * @return whether that was done in time; if not, it goes on elsewhere
   */
  boolean removeKeepingValues(Bundle bundle, Duration limit) throws InterruptedException {
    Thread stopper = stoppers.computeIfAbsent(bundle, this::stopper);
    stopper.join(limit.toMillis());
    return !stopper.isAlive();
  }

  /** One that hangs stays the only one for its bundle. */
  private Thread stopper(Bundle bundle) {
    Thread stopper =
        thread(
            "stop-" + bundle.getSymbolicName(),
            () -> {
              removeKeepingValues(bundle);
              stoppers.remove(bundle);
            });
    begin(stopper);
    return stopper;
  }

  /** Stops and uninstalls a bundle on this thread. Never throws. */
  private void removeKeepingValues(Bundle bundle) {
    leaving.add(bundle);
    ClassLoader loader = loaderOf(bundle);
    Thread.currentThread().setContextClassLoader(loader);
    try {
      ServiceUses.end(bundle);
      bundle.stop(Bundle.STOP_TRANSIENT);
    } catch (BundleException | RuntimeException | Error e) {
      LOG.warn("{}: its stop failed: {}", label(bundle), Problems.describe(e));
    }
    try {
      if (bundle.getState() != Bundle.UNINSTALLED) {
        bundle.uninstall();
      }
    } catch (BundleException | RuntimeException | Error e) {
      LOG.warn("{}: cannot be uninstalled: {}", label(bundle), Problems.describe(e));
    }
    Thread.currentThread().setContextClassLoader(null);
    leaving.remove(bundle);
    if (loader != null) {
      reportThreads(bundle, loader);
      gone.add(new WeakReference<>(loader));
    }
  }

  static @Nullable ClassLoader loaderOf(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    return wiring == null ? null : wiring.getClassLoader();
  }

  private static void reportThreads(Bundle bundle, ClassLoader loader) {
    String threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread != Thread.currentThread())
            .filter(
                thread ->
                    thread.getContextClassLoader() == loader
                        || thread.getClass().getClassLoader() == loader)
            .map(Thread::getName)
            .sorted()
            .collect(Collectors.joining(", "));
    if (!threads.isEmpty()) {
      LOG.warn(
          "{} is gone but left threads running: {}; end them in the plugin's @Deactivate",
          label(bundle),
          threads);
    }
  }

  /** How many class loaders of removed bundles are still in memory; falls with the next GC. */
  int loadersNotCollected() {
    gone.removeIf(reference -> reference.get() == null);
    return gone.size();
  }

  static String label(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }
}
