package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.internal.Problems;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Refusal.RefusedException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try to run a bundle: install beside the former, start, collect on trial, then switch. Until
 * the switch nothing has happened to the former; if a step fails, the new bundle is removed and the
 * former never noticed. Runs on a thread of its own.
 */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  /**
   * How it ended: with a running bundle, or with the reason why there is none.
   *
   * @param disturbed whether somebody else stopped, updated or uninstalled the bundle meanwhile
   */
  record Result(Optional<Generation> running, Optional<Refusal> refusal, boolean disturbed) {}

  /**
   * What it is to do.
   *
   * @param start whether to start the bundle, or only to install it, as it was stopped by hand
   * @param mustDoWell whether another could run in its place, also after a restart
   */
  record Terms(boolean start, boolean mustDoWell) {}

  private final Artifact artifact;
  private final byte[] bytes;
  private final Optional<Bundle> former;
  private final boolean start;
  private final boolean mustDoWell;
  private final PluginBundles bundles;
  private final DeploySettings settings;
  private final ExtraTime extra = new ExtraTime();
  private JointInstall.@Nullable Part part;
  private Runnable waiting = () -> {};
  private Optional<String> reason = Optional.empty();
  private @Nullable Thread thread;
  private long begun;
  private boolean abandoned;
  private boolean switched;

  /**
   * Prepares a try.
   *
   * @param former the bundle to switch from; of a stop-first plugin it may be stopped already
   */
  Attempt(
      Artifact artifact,
      byte[] bytes,
      Optional<Bundle> former,
      Terms terms,
      PluginBundles bundles,
      DeploySettings settings) {
    this.artifact = artifact;
    this.bytes = bytes;
    this.former = former;
    this.start = terms.start();
    this.mustDoWell = terms.mustDoWell() || former.isPresent();
    this.bundles = bundles;
    this.settings = settings;
  }

  /** Is there only because of the one in another slot, whose new bundle it is to use. */
  Attempt because(String slot) {
    reason = Optional.of(slot);
    return this;
  }

  Artifact artifact() {
    return artifact;
  }

  byte[] bytes() {
    return bytes;
  }

  /** When it was begun, by the clock that only goes on. */
  synchronized long begun() {
    return begun;
  }

  /** For what the former's collectors and the states need, which is not its own time. */
  Duration extraTime() {
    return extra.taken();
  }

  /** Installs its bundle with those of others, unless it does already. */
  void join(JointInstall others) {
    if (part == null && start) {
      part = others.add(artifact, bytes);
    }
  }

  /** Gives it up before it has begun; others may have installed its bundle. */
  void discard() {
    leave().ifPresent(bundles.removals()::removeNow);
  }

  private boolean stopsFormer() {
    return start && artifact.stopFirst() && former.isPresent();
  }

  /**
   * Begins.
   *
   * @param waiting told when it waits for other attempts
   * @param done told how it has ended
   */
  synchronized void begin(Runnable waiting, Consumer<Result> done) {
    this.waiting = waiting;
    begun = System.nanoTime();
    Thread started =
        ScarceThreads.thread("deploy-" + artifact.symbolicName(), () -> done.accept(run()));
    thread = started;
    bundles.threads().begin(started);
  }

  /**
   * Gives it up: it will not switch any more, and removes its bundle as soon as it can.
   *
   * @return whether it is given up; if not, it has switched already and is about to say so
   */
  synchronized boolean abandon() {
    if (switched) {
      return false;
    }
    abandoned = true;
    if (thread != null) {
      thread.interrupt();
    }
    return true;
  }

  synchronized boolean isAbandoned() {
    return abandoned;
  }

  private Result run() {
    Bundle fresh = null;
    try {
      List<CollectorStatus> before = former.map(bundles.gate()::collectorsOf).orElse(List.of());
      Bundle installed =
          part == null ? bundles.install(artifact, bytes) : unlessAbandoned(part::take);
      fresh = installed;
      if (start) {
        resolve(installed);
        checkCopies(installed);
        checkReason(installed);
        await(installed, () -> bundles.progress().awaitStarts(installed, startLimit()));
        if (stopsFormer()) {
          unlessAbandoned(() -> stopFormer(former.orElseThrow()));
        }
        bundles.gate().stage(installed);
        if (artifact.stopFirst()) {
          bundles.gate().hold(installed);
        }
        bundles.states().isTried(installed, former);
        start(installed);
        boolean unused = extra.during(() -> giveState(installed));
        tryOut(installed, before);
        bundles.progress().passed(installed);
        await(installed, () -> bundles.progress().awaitPassed(installed, startLimit()));
      }
      try (CarriedStates.HandOver handOver =
          unlessAbandoned(() -> extra.during(() -> bundles.states().handOver(installed)))) {
        switchTo(installed);
        handOver.done();
      }
      bundles.progress().ended(installed);
      boolean disturbed = start && bundles.promotions().isDisturbed(fresh);
      Generation running = new Generation(fresh, artifact, !disturbed);
      return new Result(Optional.of(running), Optional.empty(), disturbed);
    } catch (ProviderGoneException e) {
      return new Result(
          Optional.empty(), refused(fresh, Refusal.waiting(e.reason())).refusal(), true);
    } catch (RefusedException e) {
      return refused(fresh, e.refusal());
    } catch (InterruptedException e) {
      return refused(fresh, Refusal.failed("was given up"));
    } catch (Throwable e) {
      return refused(fresh, Refusal.failed("could not be started: " + rootOf(e)));
    }
  }

  /** A step that may wait. */
  @FunctionalInterface
  private interface Step<T> {
    T take() throws Exception;
  }

  /** Takes the step again when a plugin has interrupted it, as some interrupt all threads. */
  private <T> T unlessAbandoned(Step<T> step) throws Exception {
    while (true) {
      try {
        return step.take();
      } catch (InterruptedException e) {
        if (isAbandoned()) {
          throw e;
        }
      }
    }
  }

  private long startLimit() {
    return settings.startLimit().toMillis();
  }

  /** Ends an attempt whose bundle uses one that has failed; with another it may work. */
  private static final class ProviderGoneException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    ProviderGoneException(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  private void await(Bundle fresh, Step<Boolean> step) throws Exception {
    if (bundles.progress().isAwaiting(fresh)) {
      waiting.run();
    }
    if (!unlessAbandoned(step)) {
      throw new ProviderGoneException("uses another bundle that was tried with it, and failed");
    }
  }

  private Result refused(@Nullable Bundle fresh, Refusal refusal) {
    noMoreInterrupts();
    boolean disturbed = fresh != null && bundles.promotions().isDisturbed(fresh);
    Optional.ofNullable(fresh).or(this::leave).ifPresent(bundles.removals()::removeNow);
    return new Result(Optional.empty(), Optional.of(refusal), disturbed);
  }

  private Optional<Bundle> leave() {
    return part == null ? Optional.empty() : part.leave();
  }

  /** From here on the bundle is cleaned away, which an interrupt would only disturb. */
  private synchronized void noMoreInterrupts() {
    thread = null;
    Thread.interrupted();
  }

  private boolean stopFormer(Bundle stopping) throws InterruptedException, RefusedException {
    if (stopping.getState() == Bundle.UNINSTALLED) {
      return false;
    }
    // As long as this attempt may take, and after it the one that brings the old version back.
    Duration keep = settings.attemptLimit(true, bundles.gate().longestScrape()).multipliedBy(2);
    bundles.gate().freeze(stopping, settings.trialLimit(), keep);
    bundles.gate().awaitScrapes();
    if (!bundles.removals().removeKeepingValues(stopping, settings.startLimit())) {
      throw new RefusedException(
          Refusal.failed(
              "cannot run beside the version before, which did not stop within "
                  + DeploySettings.seconds(settings.startLimit())));
    }
    return true;
  }

  private void start(Bundle fresh) throws RefusedException, BundleException {
    try {
      // Threads that the activator starts inherit this, and so can be told from others later.
      Thread.currentThread().setContextClassLoader(PluginBundles.loaderOf(fresh));
      bundles.gate().starts().of(fresh, () -> fresh.start(Bundle.START_TRANSIENT));
      bundles.progress().started(fresh);
    } catch (BundleException e) {
      if (e.getType() == BundleException.RESOLVE_ERROR) {
        throw new RefusedException(Refusal.waiting("cannot be resolved: " + rootOf(e)));
      }
      throw e;
    } finally {
      Thread.currentThread().setContextClassLoader(null);
    }
  }

  /** If it cannot be resolved although nothing is missing, the start says why. */
  private void resolve(Bundle fresh) throws RefusedException {
    boolean resolvedWithOthers = fresh.getState() != Bundle.INSTALLED;
    if (resolvedWithOthers || bundles.resolve(List.of(fresh), Slots.Choice.OF_RESOLVED)) {
      return;
    }
    List<String> missing =
        MissingRequirements.of(fresh, bundles.context(), bundles.packages().forOthers());
    if (!missing.isEmpty()) {
      throw new RefusedException(Refusal.waiting(String.join("; ", missing)));
    }
  }

  /** If the other cannot be resolved, say, this one goes on as it is. */
  private synchronized void checkReason(Bundle fresh) throws InterruptedException {
    if (reason.filter(slot -> !bundles.usesNewOf(fresh, slot)).isPresent()) {
      abandoned = true;
      throw new InterruptedException();
    }
  }

  /** What it exports of the agent's packages reaches nobody, which its author should know. */
  private void checkCopies(Bundle fresh) throws RefusedException {
    if (fresh.getState() == Bundle.INSTALLED) {
      return;
    }
    Optional<String> objection = bundles.packages().objection(fresh);
    if (objection.isPresent()) {
      throw new RefusedException(Refusal.of(objection.get()));
    }
    Set<String> copies = bundles.packages().copiesIn(fresh);
    if (!copies.isEmpty()) {
      LOG.warn(
          "{}: exports {}, which the agent has too: no other plugin is given this copy",
          artifact.file(),
          String.join(", ", copies));
    }
  }

  private boolean giveState(Bundle fresh) {
    bundles.states().beforeTrial(fresh);
    return true;
  }

  /** A new version must do what the former does; a plugin that is new altogether may still fail. */
  private void tryOut(Bundle fresh, List<CollectorStatus> before) throws Exception {
    List<CollectorStatus> now =
        unlessAbandoned(() -> bundles.gate().trial(fresh, settings.trialLimit()));
    if (!mustDoWell) {
      return;
    }
    if (now.isEmpty() && !before.isEmpty()) {
      throw new RefusedException(
          Refusal.failed(
              "started, but registered no MetricPlugin, where the version before has some"));
    }
    String failed =
        now.stream()
            .filter(status -> status.state() != CollectorState.OK)
            .filter(status -> !failedBefore(before, status.name()))
            .map(status -> status.name() + ": " + status.error().orElse("no answer"))
            .collect(Collectors.joining("; "));
    if (!failed.isEmpty()) {
      throw new RefusedException(Refusal.failed("failed its first collection: " + failed));
    }
  }

  private static boolean failedBefore(List<CollectorStatus> before, String name) {
    return before.stream()
        .anyMatch(status -> status.name().equals(name) && status.state() != CollectorState.OK);
  }

  private synchronized void switchTo(Bundle fresh) throws InterruptedException {
    if (abandoned || !bundles.promotions().promote(fresh, former, start)) {
      throw new InterruptedException();
    }
    switched = true;
    thread = null;
  }

  /** What a plugin's activator threw is the cause of the framework's exception. */
  private static String rootOf(Throwable e) {
    boolean wraps = e instanceof BundleException || e instanceof ExecutionException;
    return Problems.describe(wraps && e.getCause() != null ? e.getCause() : e);
  }
}
