package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.internal.PluginGate;
import org.metricbay.core.collect.internal.Problems;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.text.FileNames;
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
  private static final int TRIES = 100;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final BundleContext context;
  private final PluginGate gate;
  private final ScarceThreads threads;
  private final Path folder;
  private final boolean signedOnly;

  private final AgentPackages packages;

  private final Owners owners;
  private volatile boolean closed;

  /**
   * Never those of another deployer, which may not have ended yet: it would get the same bundle.
   */
  private final AtomicLong installs = new AtomicLong(System.nanoTime() & Long.MAX_VALUE);

  private final Progress progress = new Progress();

  private final Slots slots = new Slots();

  /** Bundles that we are about to stop, to tell that from an operator's stop. */
  private final Set<Bundle> leaving = ConcurrentHashMap.newKeySet();

  /** Bundles that somebody else has stopped, updated or uninstalled. */
  private final Set<Bundle> disturbed = ConcurrentHashMap.newKeySet();

  /** Held while a bundle is made live. */
  private final Lock promotion = new ReentrantLock();

  /** The threads that stop bundles whose values are still served. */
  private final Map<Bundle, Thread> stoppers = new ConcurrentHashMap<>();

  private final List<WeakReference<ClassLoader>> gone = new CopyOnWriteArrayList<>();

  /**
   * Has installed nothing yet.
   *
   * @param spare where threads are to be had if there are no more
   * @param signedOnly whether to install only what a signature covers
   */
  PluginBundles(
      BundleContext context, PluginGate gate, Executor spare, Path folder, boolean signedOnly) {
    this.signedOnly = signedOnly;
    this.context = context;
    this.gate = gate;
    this.threads = new ScarceThreads(spare);
    this.folder = folder;
    this.owners = new Owners(context, folder.toUri().toString());
    this.packages = new AgentPackages(context, owners::isPlugin);
  }

  BundleContext context() {
    return context;
  }

  PluginGate gate() {
    return gate;
  }

  /** What the agent itself exports. */
  AgentPackages packages() {
    return packages;
  }

  Owners owners() {
    return owners;
  }

  /** How far those are that are being tried. */
  Progress progress() {
    return progress;
  }

  /** Symbolic names of the agent's own bundles, or of whatever else the framework is for. */
  Set<String> foreignNames() {
    Set<String> names = new HashSet<>();
    for (Bundle bundle : context.getBundles()) {
      if (!owners.isPlugin(bundle) && bundle.getSymbolicName() != null) {
        names.add(bundle.getSymbolicName());
      }
    }
    return names;
  }

  boolean isLeaving(Bundle bundle) {
    return leaving.contains(bundle);
  }

  /** Somebody else has stopped, updated or uninstalled it. */
  void disturbed(Bundle bundle) {
    disturbed.add(bundle);
  }

  /**
   * Somebody else begins to stop it. If it has just been made live, it is when this returns; if
   * not, it will not be.
   */
  void isStopping(Bundle bundle) {
    promotion.lock();
    try {
      disturbed.add(bundle);
    } finally {
      promotion.unlock();
    }
  }

  boolean isDisturbed(Bundle bundle) {
    return disturbed.contains(bundle);
  }

  static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(null, work, "metricbay-" + name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  /**
   * Installs the JAR in these bytes beside all that is there. The location is unique, and as a URL
   * leads to the file, so that the shell's {@code update} reads it again.
   */
  Bundle install(Artifact artifact, byte[] bytes) throws BundleException, IOException {
    String storage = context.getProperty(Constants.FRAMEWORK_STORAGE);
    if (storage != null) {
      // The framework does not make it again if someone has deleted it.
      Files.createDirectories(Path.of(storage));
    }
    String location = freeLocation(artifact);
    owners.seeTo(location);
    Bundle installed;
    try (InputStream jar = InstalledJar.of(bytes, signedOnly)) {
      installed = asJudged(context.installBundle(location, jar), artifact);
    } catch (BadJarException e) {
      throw new BundleException(e.getMessage(), BundleException.READ_ERROR, e);
    }
    slots.add(installed, artifact);
    if (closed) {
      // Whoever comes next has looked around already, perhaps.
      removeNow(installed);
      throw new BundleException("the deployer has ended");
    }
    return installed;
  }

  /** The framework reads the manifest by itself; nothing of the bundle has run yet. */
  private Bundle asJudged(Bundle bundle, Artifact artifact) throws BundleException {
    boolean same =
        artifact.symbolicName().equals(bundle.getSymbolicName())
            && artifact.version().equals(bundle.getVersion())
            && bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null;
    if (!same) {
      removeNow(bundle);
      throw new BundleException(
          "the framework reads its manifest as that of "
              + BadJarException.shown(label(bundle))
              + ": have a build tool (bnd, jar) write it");
    }
    return bundle;
  }

  private String freeLocation(Artifact artifact) {
    String beginning =
        FileNames.in(folder, artifact.file()).toUri()
            + "?sha256="
            + artifact.digest()
            + "&install=";
    String location = beginning + installs.incrementAndGet();
    while (context.getBundle(location) != null) {
      // What is there is from before a restart of this bundle.
      location = beginning + installs.incrementAndGet();
    }
    return location;
  }

  /** From now on nothing is installed, nor made live, as someone else may see to the folder. */
  synchronized void close() {
    closed = true;
  }

  /**
   * Makes a bundle live in place of another, if there is one.
   *
   * @param started whether the bundle runs; if not, it just takes the other's place
   * @return false if this is closed, or somebody has stopped it meanwhile
   */
  synchronized boolean promote(Bundle fresh, Optional<Bundle> former, boolean started) {
    if (closed) {
      return false;
    }
    if (!started) {
      former.ifPresent(gate::retire);
      return true;
    }
    promotion.lock();
    try {
      boolean stays = fresh.getState() == Bundle.ACTIVE;
      if (stays) {
        gate.promote(fresh, former);
      }
      return stays;
    } finally {
      promotion.unlock();
    }
  }

  /** Takes up one that is installed already. */
  void seeTo(Generation found) {
    owners.seeTo(found.bundle().getLocation());
    slots.add(found.bundle(), found.artifact());
  }

  Slots slots() {
    return slots;
  }

  /** Whether it depends on a bundle of this slot that is being tried. */
  boolean usesNewOf(Bundle user, String slot) {
    return slots.haveOneOf(progress.reachable(user), slot);
  }

  /** Has those resolved for which the best providers alone do not do; returns whether all are. */
  boolean resolve(List<Bundle> some, Slots.Choice choice) {
    slots.choosing(some, choice);
    try {
      return resolve(some);
    } finally {
      slots.chosen(some);
    }
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
                insist(() -> removeNow(bundle));
                insist(done);
              }
            });
    begin(stopper);
    return stopper;
  }

  /** Where no thread is to be had, because a plugin has taken all, the engine's do it. */
  void begin(Thread thread) {
    threads.begin(thread);
  }

  /** Does it again when memory is short, as it is for a moment after a plugin has taken all. */
  private static void insist(Runnable work) {
    for (int tries = TRIES; tries > 0; tries--) {
      try {
        work.run();
        return;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Stops and uninstalls a bundle on this thread, and forgets it. Never throws. */
  void removeNow(Bundle bundle) {
    if (stoppers.containsKey(bundle)) {
      awaitStopper(bundle);
    } else {
      removeKeepingValues(bundle);
    }
    progress.ended(bundle);
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
              insist(() -> removeKeepingValues(bundle));
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
      if (bundle.getState() != Bundle.UNINSTALLED) {
        ServiceUses.end(bundle);
        bundle.stop(Bundle.STOP_TRANSIENT);
      }
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
    owners.forget(bundle);
    slots.remove(bundle);
    disturbed.remove(bundle);
    if (loader != null) {
      reportThreads(bundle, loader);
      LastRecord.forget();
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
