package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;

/**
 * Makes what runs agree with the folder. All of its state belongs to one thread, the executor's;
 * everything that may take long happens elsewhere and reports back to it. Each pass is idempotent:
 * it looks at the folder, plans, and for each symbolic name takes the next step towards the plan.
 */
final class Reconciler implements Attempts.Listener {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final DeployThread thread;
  private final DeploySettings settings;
  private final PluginBundles bundles;
  private final FolderScanner scanner;
  private final GoodVersions good;
  private final StoppedByHand stopped;
  private final Wirings wirings;
  private final FailureWatch failures;
  private final DeployLog log = new DeployLog();
  private final LeftOpen leftOpen;
  private final LeftOut leftOut;
  private final Stays stays;
  private final Seniors seniors;

  private SortedMap<String, Content> contents = new TreeMap<>();
  private Plan plan = Plan.NOTHING;
  private final Running running = new Running();
  private final Attempts attempts;
  private final Refusals refused = new Refusals();
  private final Retirements retirements;
  private boolean stepQueued;
  private final ByHand byHand;
  private final Settling settling = new Settling();
  private volatile List<PluginFile> view = List.of();
  private volatile DeployCounts counts = DeployCounts.NONE;

  Reconciler(
      DeployThread thread,
      DeploySettings settings,
      PluginBundles bundles,
      Wirings wirings,
      FolderScanner scanner,
      GoodVersions good,
      StoppedByHand stopped) {
    this.thread = thread;
    this.settings = settings;
    this.bundles = bundles;
    this.scanner = scanner;
    this.good = good;
    this.stopped = stopped;
    this.leftOut = new LeftOut(settings.data().resolve("left-out"), settings.shipped());
    this.stays = new Stays(running, stopped, leftOut);
    this.seniors = Seniors.of(bundles, settings);
    this.wirings = wirings;
    this.leftOpen = new LeftOpen(System::gc, scanner::hasDescriptors);
    this.failures = new FailureWatch(bundles.gate(), settings.rollbackAfter());
    this.attempts = new Attempts(thread, settings, bundles, this);
    this.retirements =
        new Retirements(
            thread,
            bundles,
            bundles.gate().longestScrape().plus(settings.startLimit()),
            log,
            this::publish);
    this.byHand = new ByHand(running, stopped, log, this::startAnewWhatIsTried);
  }

  List<PluginFile> files() {
    return view;
  }

  /** Completes when nothing is left to do for the first time, on the reconciler's thread. */
  CompletableFuture<Void> firstSettled() {
    return settling.first();
  }

  DeployCounts counts() {
    return counts;
  }

  /** The running bundles by their file. */
  Map<String, Generation> generations() {
    return running.byFile();
  }

  /** A future that completes when nothing is left to do. */
  CompletableFuture<Void> settled() {
    return settling.next();
  }

  /** Takes back the upgrades that turned out to be bad, then reconciles. */
  void look() {
    if (retirements.isEmpty()) {
      leftOpen.look(bundles.loadersNotCollected());
    }
    for (Generation generation : failures.failed(running.all())) {
      if (good.hasPrevious(generation.artifact())) {
        String reason =
            "all its collectors failed for "
                + DeploySettings.seconds(settings.rollbackAfter())
                + "; it was taken back";
        refused.put(generation.artifact(), Refusal.of(reason));
        good.goBack(generation.artifact());
        counts = counts.rolledBack();
      }
    }
    reconcile(false);
  }

  /** Takes over what is installed already; to be called first, before anything is looked at. */
  void takeOver() {
    Leftovers.of(bundles.owners(), bundles.gate()).takeOver(running, retirements, wirings);
  }

  /**
   * Also removes what somebody has installed by hand, and tries again what could not be resolved.
   */
  void reload() {
    bundles.owners().strangers().forEach(this::removeStranger);
    refused.forgetUnresolved();
    reconcile(true);
  }

  private void removeStranger(Bundle stranger) {
    log.stranger(stranger);
    retirements.add(stranger);
  }

  void reconcile(boolean everything) {
    settling.resume();
    Optional<SortedMap<String, Content>> found = scanner.scan(everything);
    log.folderThere(found.isPresent(), settings.folder());
    found.ifPresentOrElse(this::agreeWith, this::removeDeleted);
    publish();
  }

  /** Without listing the folder nothing else can be told. */
  private void removeDeleted() {
    Optional<SortedMap<String, Content>> left = scanner.withoutDeleted(contents);
    if (left.isPresent()) {
      if (left.get().size() < contents.size()) {
        agreeWith(left.get());
      }
    }
  }

  private void agreeWith(SortedMap<String, Content> found) {
    contents = found;
    leftOut.applyTo(contents, good, refused.byDigest());
    refused.retain(contents, good.digests());
    if (!Content.isAnyIncomplete(contents.values())) {
      stopped.retain(good.names(contents));
    }
    step();
    good.retainFiles(contents.keySet());
    seniors.retain(contents, good, running.names());
    lookAgainAtIncomplete();
  }

  private void step() {
    plan = seniors.plan(contents, good, refused.digests(), running.names());
    Set<String> names = new TreeSet<>(plan.wanted().keySet());
    names.addAll(running.names());
    names.addAll(attempts.names());
    for (String name : names) {
      Optional<Artifact> wanted = Optional.ofNullable(plan.wanted().get(name));
      attempts.abandonUnless(name, wanted);
      if (!attempts.contains(name)) {
        running.setAsideIfGone(name);
        stepTo(name, wanted);
      }
    }
    attempts.begin();
  }

  private void stepTo(String name, Optional<Artifact> wanted) {
    Optional<Generation> present = running.get(name);
    if (wanted.isEmpty()) {
      if (present.filter(runs -> stays.goesOn(runs, contents, plan)).isEmpty()) {
        remove(name);
      }
    } else if (present.filter(runs -> stays.isAsWanted(runs, wanted.get())).isPresent()) {
      Artifact artifact = wanted.get();
      log.sameBytes(present.get().artifact(), artifact);
      running.put(new Generation(present.get().bundle(), artifact));
      good.stillRuns(artifact, () -> scanner.bytes(artifact));
    } else {
      begin(wanted.get());
    }
  }

  private void remove(String name) {
    running
        .remove(name)
        .ifPresent(
            gone -> {
              leftOpen.removed();
              log.removed(gone);
              counts = counts.removed();
              retirements.add(gone.bundle());
            });
    running.removeStandIn(name).ifPresent(bundles.gate()::forget);
  }

  /** Starts the bundle anew beside itself, also if it was stopped by hand, or refused. */
  void restart(String name) {
    stopped.set(name, false);
    refused.forget(name, contents);
    renew(name);
    step();
  }

  /** Runs what was left out; returns its file, if there is such a one. */
  Optional<String> admit(String fileOrBundle) {
    return leftOut.admit(fileOrBundle, contents, refused.byDigest());
  }

  /** Installs the bundle anew beside itself. The result does not count against its file. */
  private void renew(String name) {
    if (!attempts.contains(name)) {
      running.get(name).ifPresent(present -> begin(present.artifact()));
      attempts.begin();
    }
  }

  private void begin(Artifact artifact) {
    Optional<byte[]> bytes = scanner.bytes(artifact).or(() -> good.bytes(artifact));
    if (bytes.isPresent()) {
      begin(artifact, bytes.get());
    } else if (artifact.equals(contents.get(artifact.file()))) {
      settling.postpone();
      Future<?> unused = thread.after(LOOK_AGAIN, () -> reconcile(false));
    } else {
      refused.put(artifact, Refusal.of("can no longer be read, nor the copy of it"));
    }
  }

  private void begin(Artifact artifact, byte[] bytes) {
    String name = artifact.symbolicName();
    boolean start = !stopped.contains(name);
    attempts.add(new Attempt(artifact, bytes, running.formerOf(name), start, bundles, settings));
  }

  @Override
  public void succeeded(Attempt attempt, Generation fresh) {
    String name = fresh.artifact().symbolicName();
    Optional<Generation> former = running.put(fresh);
    good.ran(fresh.artifact(), attempt.bytes());
    seniors.ran(fresh.artifact());
    refused.forgetUnresolved();
    count(fresh, former);
    log.deployed(fresh, former, bundles.gate().collectorsOf(fresh.bundle()));
    running.removeStandIn(name).ifPresent(bundles.gate()::forget);
    former.map(Generation::bundle).ifPresent(this::letGo);
    stepSoon();
  }

  private void letGo(Bundle former) {
    leftOpen.removed();
    if (former.getState() == Bundle.UNINSTALLED) {
      bundles.gate().forget(former);
    } else {
      retirements.add(former);
    }
  }

  private void count(Generation fresh, Optional<Generation> former) {
    if (former.isEmpty()) {
      counts = counts.installed();
    } else if (!former.get().hasBytesOf(fresh.artifact())) {
      counts = counts.upgraded();
    }
  }

  @Override
  public void failed(Attempt attempt, Refusal refusal) {
    counts = counts.refused();
    Artifact tried = attempt.artifact();
    Optional<Generation> same =
        running.get(tried.symbolicName()).filter(it -> it.isStarted() && it.hasBytesOf(tried));
    if (same.filter(Generation::intact).isPresent()) {
      wirings.cannotRenew(same.get());
    } else if (same.isEmpty() || !attempts.isTriedAgain(attempt)) {
      refused.put(tried, refusal);
    }
    givenUp();
  }

  @Override
  public void givenUp() {
    stepSoon();
  }

  /** One pass for all attempts whose ends wait to be told: there may be hundreds. */
  private void stepSoon() {
    if (!stepQueued) {
      stepQueued = true;
      thread.execute(
          () -> {
            stepQueued = false;
            step();
            publish();
          });
    }
  }

  ByHand byHand() {
    return byHand;
  }

  /** An attempt under way has decided already whether it starts its bundle. */
  private void startAnewWhatIsTried(String name) {
    attempts.abandonUnless(name, Optional.empty());
    step();
    publish();
  }

  private void lookAgainAtIncomplete() {
    if (Content.isAnyIncomplete(contents.values())) {
      Future<?> unused = thread.after(settings.quiet().plus(LOOK_AGAIN), () -> reconcile(false));
    }
  }

  /** Shows what runs; completes the futures if nothing is left to do. */
  void publish() {
    good.save();
    bundles.owners().children().orphans().forEach(retirements::add);
    boolean idle =
        !stepQueued
            && !settling.isPostponed()
            && attempts.isEmpty()
            && retirements.isEmpty()
            && !running.anyGone();
    if (idle) {
      idle = renewWirings() && attempts.isEmpty();
    }
    view =
        new FileViews(contents, plan, running.byName(), attempts.names(), refused.byDigest())
            .list(name -> stopped.contains(name));
    log.files(view, idle);
    if (idle) {
      settling.settled();
    }
  }

  /** Runs anew what uses a removed bundle's classes, or tries it again soon and says false. */
  private boolean renewWirings() {
    Optional<List<Generation>> stale = wirings.stale(running.all());
    if (stale.isEmpty()) {
      Future<?> unused = thread.after(LOOK_AGAIN, this::publish);
      return false;
    }
    stale.get().forEach(generation -> renew(generation.artifact().symbolicName()));
    if (attempts.isEmpty()) {
      wirings.dropUnused();
    }
    return true;
  }
}
