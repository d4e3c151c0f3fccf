package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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
import org.metricbay.core.deploy.UnknownPluginException;
import org.metricbay.core.trust.TrustedFolders;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.EventHook;
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
public final class FolderDeployer implements Deployer {
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
  private final FolderScanner scanner;
  private final Wirings wirings;
  private final Reconciler reconciler;
  private final FolderWatch watch;
  private final WireRules wires;
  private final BundleEvents events;
  private final ServiceRegistration<EventHook> eventHook;
  private final ServiceRegistration<Runnable> looking;

  /** A file that is being written gives thousands of events; one look after them is enough. */
  private final AtomicBoolean lookIsDue = new AtomicBoolean();

  private final Object oneAtATime = new Object();

  /** Created by Declarative Services; begins to deploy at once. */
  @Activate
  public FolderDeployer(
      BundleContext context,
      @Reference CollectionEngine engine,
      @Reference PluginGate gate,
      @Reference TrustedFolders trusted)
      throws IOException {
    this(context, engine, gate, trusted, Pauses.USUAL);
  }

  FolderDeployer(
      BundleContext context,
      CollectionEngine engine,
      PluginGate gate,
      TrustedFolders trusted,
      Pauses pauses)
      throws IOException {
    this.context = context;
    this.engine = engine;
    DeploySettings settings = DeploySettings.of(context);
    bundles =
        new PluginBundles(
            context,
            gate,
            states(gate, settings),
            engine.threads(),
            settings.folder(),
            settings.signers().isPresent());
    Optional<SignatureCheck> signatures = Optional.empty();
    if (settings.signers().isPresent()) {
      signatures = Optional.of(SignatureCheck.of(settings.signers().get()));
    }
    // Asked for each JAR that is read, and there may be hundreds in one pass.
    JarReader reader = new JarReader(this::foreignNames, signatures, settings.mostUnpacked());
    scanner =
        new FolderScanner(
                settings.folder(),
                new FileLook.Rules(reader, trusted.ofFiles(), this::look),
                new FolderScanner.Limits(settings.quiet(), settings.readLimit()))
            .onlyWhile(trusted::mayDeploy);
    wirings = new Wirings(context, bundles.packages());
    KeptJars kept = new KeptJars(settings.data().resolve("kept"));
    reconciler =
        new Reconciler(
            thread,
            settings,
            bundles,
            wirings,
            scanner,
            GoodVersions.load(kept, reader),
            new StoppedByHand(settings.data().resolve("stopped-plugins")),
            pauses);
    wires = new WireRules(context, bundles);
    events = new BundleEvents(context, bundles, settings, thread, reconciler.byHand());
    eventHook = context.registerService(EventHook.class, events, null);
    context.addBundleListener(events);
    thread.execute(reconciler::takeOver);
    CompletableFuture<Void> unused = reconciler.firstSettled().thenRun(reconciler::forgetGone);
    watch = new FolderWatch(settings.folder(), this::look);
    watch.start();
    thread.every(LOOK_EVERY, reconciler::look);
    thread.start(context);
    looking =
        context.registerService(
            Runnable.class, this::look, FrameworkUtil.asDictionary(Map.of(LOOK, "soon")));
  }

  private CarriedStates states(PluginGate gate, DeploySettings settings) {
    CarriedStates states =
        new CarriedStates(
            gate.switching(),
            new StateFiles(settings.data().resolve("state")),
            gate.longestScrape().plus(settings.startLimit()),
            (time, what) -> {
              Future<?> unused = thread.after(time, what);
            },
            engine.threads());
    gate.switching().carriers().whenOneComes(states::came);
    return states;
  }

  private Set<String> foreignNames() {
    thread.beat();
    return bundles.foreignNames();
  }

  @Deactivate
  void deactivate() throws IOException {
    bundles.close();
    watch.close();
    context.removeBundleListener(events);
    eventHook.unregister();
    wires.close();
    looking.unregister();
    thread.close();
    bundles.states().save();
    scanner.close();
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
      wirings.awaitRefreshes();
      settle(reconciler::reload);
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
  public FileChange restart(String name) throws UnknownPluginException {
    synchronized (oneAtATime) {
      Optional<String> leftOut = onThread(() -> reconciler.admit(name));
      if (leftOut.isPresent()) {
        return runAgain(leftOut.get());
      }
      Map<String, Generation> before = onThread(reconciler::generations);
      Restartable.Target plugin =
          new Restartable(
                  before,
                  files(),
                  engine.collectors(),
                  reconciler.lastCollectors(),
                  bundles.owners())
              .named(name);
      settle(() -> reconciler.restart(plugin.symbolicName()));
      Map<String, Generation> after = onThread(reconciler::generations);
      return new FileChanges(before, after)
          .list(files()).stream()
              .filter(change -> change.file().equals(plugin.file()))
              .findFirst()
              .orElseThrow();
    }
  }

  /** Looks at the folder as after an event, and returns when nothing is left to do. */
  void awaitSettled() {
    settle(() -> reconciler.reconcile(false));
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

  /** Does something on the reconciler's thread and waits until nothing is left to do. */
  private void settle(Runnable work) {
    await(
        onThread(
            () -> {
              CompletableFuture<Void> settled = reconciler.settled();
              work.run();
              reconciler.publish();
              return settled;
            }));
  }

  private <T> T onThread(Callable<T> work) {
    return await(thread.call(work));
  }

  private <T> T await(CompletableFuture<T> future) {
    try {
      CompletableFuture.anyOf(future, thread.end())
          .get(SETTLE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return future.get();
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
    return bundles.owners().children().addTo(reconciler.files());
  }

  @Override
  public CompletionStage<Void> ready() {
    return reconciler.firstSettled().minimalCompletionStage();
  }

  @Override
  public boolean isFromFolder(Bundle bundle) {
    return bundles.owners().isFromFolder(bundle);
  }

  @Override
  public boolean isReady() {
    return reconciler.firstSettled().isDone();
  }

  DeployCounts counts() {
    return reconciler.counts();
  }

  Instant lastPass() {
    return scanner.lastPass();
  }

  int loadersNotCollected() {
    return bundles.removals().leftBehind().loadersNotCollected();
  }
}
