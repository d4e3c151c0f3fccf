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
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.core.deploy.internal.Content.Artifact;

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
  private final Rollbacks rollbacks;
  private final DeployLog log = new DeployLog();
  private final LeftOut leftOut;
  private final Departures departures;
  private final Beginnings beginnings;
  private final Stays stays;
  private final Planning planning;

  private SortedMap<String, Content> contents = new TreeMap<>();
  private final Running running = new Running();
  private final LastCollectors lastCollectors = new LastCollectors();
  private final Attempts attempts;
  private final Refusals refused;
  private final OldLibraries oldLibraries = new OldLibraries();
  private boolean stepQueued;
  private final ByHand byHand;
  private final Settling settling = new Settling();
  private Map<Generation, Set<Generation>> users = Map.of();
  private volatile List<PluginFile> view = List.of();
  private volatile DeployCounts counts = DeployCounts.NONE;

  Reconciler(
      DeployThread thread,
      DeploySettings settings,
      PluginBundles bundles,
      Wirings wirings,
      FolderScanner scanner,
      GoodVersions good,
      StoppedByHand stopped,
      Pauses pauses) {
    this.thread = thread;
    this.settings = settings;
    this.bundles = bundles;
    this.scanner = scanner;
    this.good = good;
    this.stopped = stopped;
    this.leftOut = new LeftOut(settings.data().resolve("left-out"), settings.shipped());
    this.stays = new Stays(running, stopped, leftOut, good);
    this.planning = new Planning(bundles, good, settings);
    this.wirings = wirings;
    this.refused = new Refusals(new Retries(pauses, running::has));
    Duration rollbackAfter = settings.rollbackAfter();
    this.rollbacks =
        new Rollbacks(
            new FailureWatch(bundles.gate()::failingFor, rollbackAfter),
            rollbackAfter,
            good,
            refused);
    this.attempts = new Attempts(thread, settings, bundles, this);
    Duration patience = bundles.gate().longestScrape().plus(settings.startLimit());
    this.departures =
        new Departures(
            running,
            new Retirements(thread, bundles, patience, log, this::publish),
            bundles,
            new LeftOpen(System::gc, scanner::hasDescriptors),
            log);
    this.beginnings =
        new Beginnings(attempts, bundles, settings, wirings, running, stopped, good, this::bytesOf);
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

  LastCollectors lastCollectors() {
    return lastCollectors;
  }

  /** A future that completes when nothing is left to do. */
  CompletableFuture<Void> settled() {
    return settling.next();
  }

  /** Takes back the upgrades that turned out to be bad, then reconciles. */
  void look() {
    departures.look();
    counts = counts.rolledBack(rollbacks.takeBack(running.all()));
    reconcile(false);
  }

  /**
   * What was kept of bundles that the deployer before has lost is dropped; not of one that somebody
   * uninstalls just now, as it is run again.
   */
  void forgetGone() {
    bundles.gate().forgetGone(bundle -> running.of(bundle).isPresent());
  }

  /** Takes over what is installed already; to be called first, before anything is looked at. */
  void takeOver() {
    Leftovers.of(bundles).takeOver(running, departures, wirings);
  }

  /** Also removes what somebody has installed by hand, and tries again what may do now. */
  void reload() {
    departures.removeStrangers();
    refused.ask();
    wirings.folderChanged();
    reconcile(true);
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
    scanner
        .withoutDeleted(contents)
        .filter(left -> left.size() < contents.size())
        .ifPresent(this::agreeWith);
  }

  private void agreeWith(SortedMap<String, Content> found) {
    if (!found.equals(contents)) {
      refused.ask();
      wirings.folderChanged();
    }
    contents = found;
    leftOut.applyTo(contents, good, refused.byDigest());
    refused.retain(contents, good.digests());
    if (!Content.isAnyIncomplete(contents.values())) {
      stopped.retain(good.names(contents));
    }
    step();
    planning.retain(contents, running.symbolicNames());
    lastCollectors.retain(running.symbolicNames());
    lookAgainAtIncomplete();
  }

  private void step() {
    planning.make(contents, refused, running);
    Plan plan = planning.plan();
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
      if (present.filter(runs -> stays.goesOn(runs, contents, planning.plan())).isEmpty()) {
        remove(name);
      }
    } else if (present.filter(runs -> stays.isAsWanted(runs, wanted.get())).isPresent()) {
      Artifact artifact = wanted.get();
      log.sameBytes(present.get().artifact(), artifact);
      running.put(new Generation(present.get().bundle(), artifact));
      if (good.standsForItsFile(artifact, contents)) {
        good.stillRuns(artifact, () -> scanner.bytes(artifact));
      }
    } else {
      beginnings.begin(wanted.get(), planning.plan());
    }
  }

  private void remove(String slot) {
    boolean ran = running.get(slot).isPresent();
    if (departures.remove(slot).isPresent()) {
      counts = counts.removed();
    }
    if (ran) {
      changed();
    }
  }

  /** Restarts the bundle beside itself, also if it was stopped by hand, or refused. */
  void restart(String name) {
    stopped.set(name, false);
    refused.forget(name, contents);
    beginnings.renew(running.named(name));
    step();
  }

  /** Runs what was left out; returns its file, if there is such a one. */
  Optional<String> admit(String fileOrBundle) {
    return leftOut.admit(fileOrBundle, contents, refused.byDigest());
  }

  /** Where there are none, it is looked for again, or refused. */
  private Optional<byte[]> bytesOf(Artifact artifact) {
    Optional<byte[]> bytes = scanner.bytes(artifact).or(() -> good.bytes(artifact));
    if (bytes.isEmpty() && artifact.equals(contents.get(artifact.file()))) {
      settling.postpone();
      Future<?> unused = thread.after(LOOK_AGAIN, () -> reconcile(false));
    } else if (bytes.isEmpty()) {
      refused.put(artifact, Refusal.of("can no longer be read, nor the copy of it"));
    }
    return bytes;
  }

  @Override
  public void succeeded(Attempt attempt, Generation fresh) {
    Optional<Generation> former = running.before(fresh.artifact());
    Optional<Generation> replaced = running.put(fresh);
    planning.ran(fresh.artifact(), attempt.bytes(), contents);
    refused.ran(fresh.artifact());
    if (former.filter(it -> it.hasBytesOf(fresh.artifact())).isEmpty()) {
      changed();
    }
    counts = counts.after(fresh, former);
    List<CollectorStatus> collectors = bundles.gate().collectorsOf(fresh.bundle());
    log.deployed(fresh, former, collectors);
    lastCollectors.ran(fresh.artifact().symbolicName(), collectors);
    departures.forgetStandIn(fresh.slot());
    replaced.ifPresent(departures::replaced);
    stepSoon();
  }

  /** Something else runs, or no longer: what could not be done before, now may. */
  private void changed() {
    refused.forgetUnresolved();
    wirings.changed();
  }

  @Override
  public void failed(Attempt attempt, Refusal refusal) {
    counts = counts.refused();
    Artifact tried = attempt.artifact();
    planning.failed(refusal);
    Optional<Generation> same =
        running.get(tried.slot()).filter(it -> it.isStarted() && it.hasBytesOf(tried));
    if (same.filter(Generation::intact).isPresent()) {
      cannotRenew(same.get(), refusal);
    } else if (same.isEmpty() || !attempts.isTriedAgain(attempt)) {
      refused.failed(tried, refusal, attempt.begun());
      if (refusal.passing()) {
        Future<?> unused = thread.after(refused.pause(tried), this::tryAgain);
      }
    }
    givenUp();
  }

  /** What has failed may do now, whatever the reason was. */
  private void tryAgain() {
    if (forgetDue()) {
      step();
      publish();
    }
  }

  private boolean forgetDue() {
    boolean any = refused.forgetDue(attempts::contains);
    if (any) {
      wirings.triedAgain();
    }
    return any;
  }

  /** Without what it needs it would not run after a restart either; else it may go on. */
  private void cannotRenew(Generation running, Refusal refusal) {
    if (refusal.unresolved()) {
      remove(running.slot());
      refused.put(running.artifact(), refusal);
    } else {
      wirings.cannotRenew(running);
    }
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

  /** An attempt in progress has decided already whether it starts its bundle. */
  private void startAnewWhatIsTried(String name) {
    attempts.abandon(name);
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
    departures.removeOrphans();
    boolean idle =
        !stepQueued
            && !settling.isPostponed()
            && attempts.isEmpty()
            && departures.isOver()
            && !running.anyGone();
    if (idle) {
      idle = renewWirings();
    }
    // What was in the way of what is due may be gone, and its pause another one meanwhile.
    if (idle && (refused.giveSecondChance() || forgetDue())) {
      stepSoon();
      idle = false;
    }
    if (idle && !planning.isOfWhatIsKept()) {
      stepSoon();
      idle = false;
    }
    if (idle) {
      users = wirings.users(running.all());
      oldLibraries.tell(users, contents, planning.plan());
    }
    view =
        new FileViews(contents, planning.plan(), running, attempts.names(), refused, users)
            .list(stopped::contains);
    log.files(view, idle);
    if (idle) {
      settling.settled();
    }
  }

  /** Restarts plugins that are not wired as planned; returns whether all are. */
  private boolean renewWirings() {
    List<Generation> stale = wirings.stale(running.all(), planning.plan().links());
    if (stale.isEmpty()) {
      wirings.dropUnused();
    }
    beginnings.renew(stale);
    return attempts.isEmpty();
  }
}
