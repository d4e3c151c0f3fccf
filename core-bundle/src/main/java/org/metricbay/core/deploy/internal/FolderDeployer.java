package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.UnknownCollectorException;
import org.metricbay.core.collect.internal.PluginGate;
import org.metricbay.core.collect.internal.Problems;
import org.metricbay.core.config.ConfigFiles;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.core.deploy.FileChange;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.core.deploy.ReloadReport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The deployer as a service: passes all that happens on to the reconciler's thread. */
@Component(
    service = {Deployer.class, FolderDeployer.class},
    // Before the first plugin comes, its configuration has to be there.
    reference = @Reference(name = "config", service = ConfigFiles.class),
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class FolderDeployer implements Deployer, SynchronousBundleListener {
  /** Longer than a start and a trial may take together. */
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);

  /** What no watcher reports, such as other content behind a symbolic link, is found by looking. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  /** The property of the service by which the host has the folder looked at. */
  private static final String LOOK = "metricbay.look";

  private final BundleContext context;
  private final CollectionEngine engine;
  private final DeployThread thread = new DeployThread();
  private final PluginBundles bundles;
  private final Reconciler reconciler;
  private final FolderWatch watch;
  private final ServiceRegistration<ResolverHookFactory> resolverHook;
  private final ServiceRegistration<Runnable> looking;

  /** A file that is being written gives thousands of events; one look after them is enough. */
  private final AtomicBoolean lookIsDue = new AtomicBoolean();

  private final Object oneAtATime = new Object();

  /** Made by Declarative Services; begins to deploy at once. */
  @Activate
  public FolderDeployer(
      BundleContext context, @Reference CollectionEngine engine, @Reference PluginGate gate)
      throws IOException {
    this.context = context;
    this.engine = engine;
    DeploySettings settings = DeploySettings.of(context);
    var work = Files.createDirectories(settings.data().resolve("tmp"));
    bundles = new PluginBundles(context, gate, engine.threads(), settings.folder());
    bundles.removeLeftOvers();
    Optional<SignatureCheck> signatures = Optional.empty();
    if (settings.signers().isPresent()) {
      signatures = Optional.of(SignatureCheck.of(settings.signers().get()));
    }
    // Asked for each JAR that is read, and there may be hundreds in one pass.
    JarReader reader = new JarReader(work, this::foreignNames, signatures);
    KeptJars kept = new KeptJars(settings.data().resolve("kept"));
    reconciler =
        new Reconciler(
            thread,
            settings,
            bundles,
            new FolderScanner(
                settings.folder(), reader, settings.quiet(), settings.sharedAllowed()),
            GoodVersions.load(kept, reader),
            new StoppedByHand(settings.data().resolve("stopped-plugins")));
    resolverHook =
        context.registerService(
            ResolverHookFactory.class, triggers -> new NoWiresToGoneBundles(), null);
    context.addBundleListener(this);
    watch = new FolderWatch(settings.folder(), this::look);
    watch.start();
    thread.every(LOOK_EVERY, reconciler::look);
    thread.start(context);
    looking =
        context.registerService(
            Runnable.class, this::look, FrameworkUtil.asDictionary(Map.of(LOOK, "soon")));
  }

  private Set<String> foreignNames() {
    thread.beat();
    return bundles.foreignNames();
  }

  @Deactivate
  void deactivate() throws IOException {
    watch.close();
    context.removeBundleListener(this);
    resolverHook.unregister();
    looking.unregister();
    thread.close();
  }

  /** Looks at the folder soon. */
  void look() {
    if (lookIsDue.compareAndSet(false, true)) {
      try {
        thread.execute(
            () -> {
              lookIsDue.set(false);
              reconciler.reconcile(false);
            });
      } catch (OutOfMemoryError e) {
        lookIsDue.set(false);
        throw e;
      }
    }
  }

  @Override
  public ReloadReport reload() {
    synchronized (oneAtATime) {
      long begin = System.nanoTime();
      Map<String, Generation> before = onThread(reconciler::generations);
      settle(() -> reconciler.reconcile(true));
      Map<String, Generation> after = onThread(reconciler::generations);
      List<FileChange> changes = new FileChanges(before, after).list(files());
      return new ReloadReport(changes, collectAll(), Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  private List<CollectorStatus> collectAll() {
    try {
      engine.collect(CollectRequest.all());
      return engine.collectors();
    } catch (UnknownCollectorException e) {
      throw new IllegalStateException("no collector was named", e);
    }
  }

  @Override
  public FileChange restart(String collector) throws UnknownCollectorException {
    synchronized (oneAtATime) {
      Optional<String> leftOut = onThread(() -> reconciler.admit(collector));
      if (leftOut.isPresent()) {
        return runAgain(leftOut.get());
      }
      long bundle = bundleOf(collector);
      Map<String, Generation> before = onThread(reconciler::generations);
      Generation generation =
          before.values().stream()
              .filter(g -> g.bundle().getBundleId() == bundle)
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "collector " + collector + " belongs to the agent itself"));
      settle(() -> reconciler.restart(generation.artifact().symbolicName()));
      Map<String, Generation> after = onThread(reconciler::generations);
      return new FileChanges(before, after)
          .list(files()).stream()
              .filter(change -> change.file().equals(generation.artifact().file()))
              .findFirst()
              .orElseThrow();
    }
  }

  private FileChange runAgain(String file) {
    Map<String, Generation> before = onThread(reconciler::generations);
    settle(() -> reconciler.reconcile(false));
    return new FileChanges(before, onThread(reconciler::generations))
        .list(files()).stream()
            .filter(change -> change.file().equals(file))
            .findFirst()
            .orElseThrow();
  }

  private long bundleOf(String collector) throws UnknownCollectorException {
    List<CollectorStatus> all = engine.collectors();
    return all.stream()
        .filter(status -> status.name().equals(collector))
        .map(status -> status.bundle().id())
        .findFirst()
        .orElseThrow(
            () ->
                new UnknownCollectorException(
                    collector, all.stream().map(CollectorStatus::name).toList()));
  }

  /** Does something on the reconciler's thread and waits until nothing is left to do. */
  private void settle(Runnable work) {
    await(
        onThread(
            () -> {
              CompletableFuture<Void> settled = reconciler.settled();
              work.run();
              reconciler.settleIfIdle();
              return settled;
            }));
  }

  private <T> T onThread(Callable<T> work) {
    return await(thread.call(work));
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(SETTLE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the plugins were not all dealt with within " + SETTLE_LIMIT.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(Problems.describe(e), e);
    }
  }

  @Override
  public List<PluginFile> files() {
    return reconciler.files();
  }

  @Override
  public CompletionStage<Void> ready() {
    return reconciler.firstSettled().minimalCompletionStage();
  }

  @Override
  public boolean isReady() {
    return reconciler.firstSettled().isDone();
  }

  DeployCounts counts() {
    return reconciler.counts();
  }

  int loadersNotCollected() {
    return bundles.loadersNotCollected();
  }

  /** Notices what an operator does to a plugin's bundle in the shell. */
  @Override
  public void bundleChanged(BundleEvent event) {
    Bundle bundle = event.getBundle();
    if (!bundles.isOurs(bundle) || bundles.isLeaving(bundle) || isAgentStopping()) {
      return;
    }
    switch (event.getType()) {
      case BundleEvent.STOPPED, BundleEvent.STARTED ->
          thread.execute(
              () -> reconciler.byHand().changed(bundle, event.getType() == BundleEvent.STOPPED));
      case BundleEvent.UPDATED, BundleEvent.UNINSTALLED ->
          thread.execute(() -> reconciler.byHand().altered(bundle));
      default -> {
        // Says nothing about an operator.
      }
    }
  }

  private boolean isAgentStopping() {
    Bundle system = context.getBundle(0);
    return system == null || (system.getState() & (Bundle.STARTING | Bundle.ACTIVE)) == 0;
  }
}
