package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;
import org.osgi.framework.Bundle;

/**
 * Makes what runs agree with the folder. All of its state belongs to one thread, the executor's;
 * everything that may take long happens elsewhere and reports back to it. Each pass is idempotent:
 * it looks at the folder, plans, and for each symbolic name takes the next step towards the plan.
 */
final class Reconciler {
  private final DeployThread thread;
  private final DeploySettings settings;
  private final PluginBundles bundles;
  private final FolderScanner scanner;
  private final GoodVersions good;
  private final StoppedByHand stopped;
  private final Wirings wirings;
  private final FailureWatch failures;
  private final DeployLog log = new DeployLog();

  private SortedMap<String, Content> contents = new TreeMap<>();
  private Plan plan = new Plan(Map.of());
  private final Map<String, Generation> running = new TreeMap<>();
  private final Map<String, Attempt> attempts = new HashMap<>();

  /** By digest: bundles that failed, until their file changes. */
  private final Map<String, Refusal> refused = new HashMap<>();

  /** Former bundles of stop-first plugins, whose values are served until a successor runs. */
  private final Map<String, Bundle> frozen = new HashMap<>();

  /** Bundles that are being stopped and removed. */
  private final Set<Bundle> retiring = new HashSet<>();

  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private volatile List<PluginFile> view = List.of();
  private volatile boolean everSettled;
  private volatile DeployCounts counts = DeployCounts.NONE;

  Reconciler(
      DeployThread thread,
      DeploySettings settings,
      PluginBundles bundles,
      FolderScanner scanner,
      GoodVersions good,
      StoppedByHand stopped) {
    this.thread = thread;
    this.settings = settings;
    this.bundles = bundles;
    this.scanner = scanner;
    this.good = good;
    this.stopped = stopped;
    this.wirings = new Wirings(bundles.context());
    this.failures = new FailureWatch(bundles.gate(), settings.rollbackAfter());
  }

  List<PluginFile> files() {
    return view;
  }

  boolean hasSettled() {
    return everSettled;
  }

  DeployCounts counts() {
    return counts;
  }

  /** The running bundles by their file. */
  Map<String, Generation> generations() {
    Map<String, Generation> byFile = new TreeMap<>();
    running.values().forEach(generation -> byFile.put(generation.artifact().file(), generation));
    return byFile;
  }

  /** A future that completes when nothing is left to do. */
  CompletableFuture<Void> settled() {
    CompletableFuture<Void> future = new CompletableFuture<>();
    waiting.add(future);
    return future;
  }

  /** Completes the futures if nothing is left to do. */
  void settleIfIdle() {
    publish();
  }

  /** Takes back the upgrades that turned out to be bad, then reconciles. */
  void look() {
    for (Generation generation : failures.failed(running.values())) {
      if (good.hasPrevious(generation.artifact())) {
        String reason =
            "all its collectors failed for " + settings.rollbackAfter().toMillis() / 1000.0 + " s";
        refused.put(generation.artifact().digest(), Refusal.of(reason + "; it was taken back"));
        good.goBack(generation.artifact());
        counts = counts.rolledBack();
      }
    }
    reconcile(false);
  }

  void reconcile(boolean everything) {
    Optional<SortedMap<String, Content>> found = scanner.scan(everything);
    log.folderThere(found.isPresent(), settings.folder());
    if (found.isPresent()) {
      contents = found.get();
      forgetWhatIsGone();
      step();
      lookAgainAtIncomplete();
    }
    publish();
  }

  /** A file that is gone, or has other content, is forgotten with its last good version. */
  private void forgetWhatIsGone() {
    good.retainFiles(contents.keySet());
    Set<String> present = new HashSet<>();
    contents.values().forEach(content -> digestOf(content).ifPresent(present::add));
    refused.keySet().retainAll(union(present, good.digests()));
  }

  private static Optional<String> digestOf(Content content) {
    return content instanceof Artifact artifact ? Optional.of(artifact.digest()) : Optional.empty();
  }

  private static <T extends Comparable<T>> Set<T> union(Set<T> a, Set<T> b) {
    Set<T> all = new TreeSet<>(a);
    all.addAll(b);
    return all;
  }

  private void step() {
    plan = Plan.of(contents, good.lastGood(), refused.keySet());
    for (String name : union(union(plan.wanted().keySet(), running.keySet()), attempts.keySet())) {
      stepTo(name, Optional.ofNullable(plan.wanted().get(name)));
    }
  }

  private void stepTo(String name, Optional<Artifact> wanted) {
    Attempt attempt = attempts.get(name);
    if (attempt != null && !wanted.map(w -> sameBytes(w, attempt.artifact())).orElse(false)) {
      attempt.abandon();
      attempts.remove(name);
    }
    Generation present = running.get(name);
    if (wanted.isEmpty()) {
      remove(name);
    } else if (present != null && sameBytes(wanted.get(), present.artifact())) {
      running.put(name, new Generation(present.bundle(), wanted.get()));
      good.ran(wanted.get());
    } else if (!attempts.containsKey(name)) {
      begin(wanted.get());
    }
  }

  private static boolean sameBytes(Artifact a, Artifact b) {
    return a.digest().equals(b.digest());
  }

  private void remove(String name) {
    Generation gone = running.remove(name);
    if (gone != null) {
      bundles.gate().retire(gone.bundle());
      log.removed(gone);
      counts = counts.removed();
      retire(gone.bundle());
    }
    Bundle standIn = frozen.remove(name);
    if (standIn != null) {
      bundles.gate().forget(standIn);
    }
  }

  /** A plugin that hangs in its stop is waited for only so long. */
  private void retire(Bundle bundle) {
    retiring.add(bundle);
    Thread stopper = bundles.retire(bundle, () -> thread.execute(() -> retired(bundle)));
    thread.after(
        settings.startLimit(),
        () -> {
          if (retiring.contains(bundle)) {
            log.doesNotStop(bundle, settings.startLimit());
            stopper.interrupt();
            retired(bundle);
          }
        });
  }

  private void retired(Bundle bundle) {
    if (retiring.remove(bundle)) {
      publish();
    }
  }

  /** Runs the bundle anew beside itself. The result does not count against its file. */
  void restart(String name) {
    Generation present = running.get(name);
    if (present != null && !attempts.containsKey(name)) {
      stopped.set(name, false);
      begin(present.artifact());
    }
  }

  private void begin(Artifact artifact) {
    Optional<byte[]> bytes = scanner.bytes(artifact.digest()).or(() -> good.bytes(artifact));
    if (bytes.isEmpty()) {
      refused.put(artifact.digest(), Refusal.of("can no longer be read, nor the copy of it"));
      return;
    }
    String name = artifact.symbolicName();
    Optional<Bundle> former =
        Optional.ofNullable(running.get(name))
            .map(Generation::bundle)
            .or(() -> Optional.ofNullable(frozen.get(name)));
    Attempt attempt =
        new Attempt(artifact, bytes.get(), former, !stopped.contains(name), bundles, settings);
    attempts.put(name, attempt);
    attempt.begin(result -> thread.execute(() -> finished(attempt, bytes.get(), result)));
    thread.after(settings.startLimit().plus(settings.trialLimit()), () -> tookTooLong(attempt));
  }

  private void tookTooLong(Attempt attempt) {
    if (attempts.get(attempt.artifact().symbolicName()) == attempt) {
      attempt.abandon();
      failed(
          attempt, Refusal.of("did not start within " + settings.startLimit().toSeconds() + " s"));
    }
  }

  private void finished(Attempt attempt, byte[] bytes, Attempt.Result result) {
    if (result.running().isPresent()) {
      succeeded(attempt, bytes, result.running().get());
    } else if (attempts.get(attempt.artifact().symbolicName()) == attempt) {
      failed(attempt, result.refusal().orElseThrow());
    }
  }

  private void succeeded(Attempt attempt, byte[] bytes, Generation fresh) {
    String name = fresh.artifact().symbolicName();
    attempts.remove(name, attempt);
    Optional<Generation> former = Optional.ofNullable(running.put(name, fresh));
    good.ran(fresh.artifact(), bytes);
    scanner.release(fresh.artifact().digest());
    refused.values().removeIf(Refusal::unresolved);
    count(fresh, former);
    log.deployed(fresh, former, bundles.gate().collectorsOf(fresh.bundle()));
    Bundle standIn = frozen.remove(name);
    if (standIn != null) {
      bundles.gate().forget(standIn);
    }
    former.ifPresent(
        old -> {
          if (old.bundle().getState() == Bundle.UNINSTALLED) {
            bundles.gate().forget(old.bundle());
          } else {
            retire(old.bundle());
          }
        });
    step();
    publish();
  }

  private void count(Generation fresh, Optional<Generation> former) {
    if (former.isEmpty()) {
      counts = counts.installed();
    } else if (!sameBytes(fresh.artifact(), former.get().artifact())) {
      counts = counts.upgraded();
    }
  }

  private void failed(Attempt attempt, Refusal refusal) {
    counts = counts.refused();
    String name = attempt.artifact().symbolicName();
    attempts.remove(name, attempt);
    Generation present = running.get(name);
    if (present == null || present.bundle().getState() == Bundle.UNINSTALLED) {
      refused.put(attempt.artifact().digest(), refusal);
      if (present != null) {
        running.remove(name);
        frozen.put(name, present.bundle());
      }
    } else if (sameBytes(present.artifact(), attempt.artifact())) {
      wirings.cannotRenew(present);
    } else {
      refused.put(attempt.artifact().digest(), refusal);
    }
    step();
    publish();
  }

  /** An operator's stop or start in the shell. */
  void changedByHand(Bundle bundle, boolean stop) {
    running.values().stream()
        .filter(generation -> generation.bundle().equals(bundle))
        .findFirst()
        .ifPresent(
            generation -> {
              String name = generation.artifact().symbolicName();
              if (stop == stopped.contains(name)) {
                return;
              }
              stopped.set(name, stop);
              log.stoppedByHand(generation, stop);
              publish();
            });
  }

  /** An operator's update or uninstall in the shell: what runs is no longer what we installed. */
  void alteredByHand(Bundle bundle) {
    running.values().stream()
        .filter(generation -> generation.bundle().equals(bundle))
        .findFirst()
        .ifPresent(
            generation -> {
              running.remove(generation.artifact().symbolicName());
              bundles.gate().retire(bundle);
              retire(bundle);
              reconcile(false);
            });
  }

  private void lookAgainAtIncomplete() {
    boolean incomplete =
        contents.values().stream()
            .anyMatch(content -> content instanceof Problem problem && problem.incomplete());
    if (incomplete) {
      thread.after(settings.quiet().plus(Duration.ofMillis(100)), () -> reconcile(false));
    }
  }

  private void publish() {
    boolean idle = attempts.isEmpty() && retiring.isEmpty();
    if (idle) {
      renewWirings();
      idle = attempts.isEmpty();
    }
    view =
        new FileViews(contents, plan, running, attempts.keySet(), refused)
            .list(name -> stopped.contains(name));
    log.files(view, idle);
    if (idle) {
      everSettled = true;
      waiting.forEach(future -> future.complete(null));
      waiting.clear();
    }
  }

  /** Plugins that still use a removed bundle's classes are run anew, then those are dropped. */
  private void renewWirings() {
    for (Generation generation : wirings.stale(running.values())) {
      restart(generation.artifact().symbolicName());
    }
    if (attempts.isEmpty()) {
      wirings.dropUnused();
    }
  }
}
