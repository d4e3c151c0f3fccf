package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Future;
import org.metricbay.core.deploy.internal.Content.Artifact;

/**
 * The attempts in progress, at most one for each slot. What comes of them is told on the
 * reconciler's thread, to which this belongs too.
 */
final class Attempts {

  /** Told how an attempt ended, when it is no longer in progress. */
  interface Listener {
    void succeeded(Attempt attempt, Generation fresh);

    void failed(Attempt attempt, Refusal refusal);

    /** It was given up, and says nothing about its bundle. */
    void givenUp();
  }

  /** The framework does one thing at a time; those who wait for it must not run out of time. */
  private static final int AT_ONCE = 8;

  /** What comes at once is mostly installed at once; more would take one of them too long. */
  private static final int TOGETHER = 64;

  /** One that takes longer does something else than waiting for the framework; others may begin. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How long to wait for a thread when none is to be had. */
  static final Duration WITHOUT_THREADS = Duration.ofSeconds(1);

  /** So often in a row an attempt is made again before it counts as failed. */
  private static final int PUT_UP_WITH = 5;

  private final DeployThread thread;
  private final DeploySettings settings;
  private final PluginBundles bundles;
  private final Listener listener;
  private final Map<String, Attempt> underWay = new HashMap<>();
  private final Queue<Attempt> queue = new ArrayDeque<>();

  /** How often in a row attempts for a name were made again. */
  private final Map<String, Integer> again = new HashMap<>();

  /** Those because of which others wait. */
  private final Set<Attempt> atWork = new HashSet<>();

  Attempts(DeployThread thread, DeploySettings settings, PluginBundles bundles, Listener listener) {
    this.thread = thread;
    this.settings = settings;
    this.bundles = bundles;
    this.listener = listener;
  }

  boolean isEmpty() {
    return underWay.isEmpty();
  }

  boolean contains(String slot) {
    return underWay.containsKey(slot);
  }

  Set<String> names() {
    return underWay.keySet();
  }

  /** Counts as in progress until it has ended; begins with the others that are added. */
  void add(Attempt attempt) {
    underWay.put(nameOf(attempt), attempt);
    queue.add(attempt);
  }

  /** As {@link #add}, but all are installed in one step, however many they are. */
  void addTogether(List<Attempt> attempts) {
    JointInstall together = new JointInstall(bundles);
    attempts.forEach(attempt -> attempt.join(together));
    attempts.forEach(this::add);
  }

  /** Begins all whose turn it is; the others follow when one of these has ended. */
  void begin() {
    JointInstall together = new JointInstall(bundles);
    queue.stream().limit(TOGETHER).forEach(attempt -> attempt.join(together));
    List<Attempt> next = queue.stream().limit(AT_ONCE - atWork.size()).toList();
    for (Attempt attempt : next) {
      // One by one: if no thread is to be had for one, the others are still in the queue.
      queue.remove(attempt);
      atWork.add(attempt);
      begin(attempt);
    }
  }

  private void begin(Attempt attempt) {
    Future<?> patience = thread.after(PATIENCE, () -> letNextBegin(attempt));
    Future<?> timer =
        thread.after(
            settings.attemptLimit(attempt.artifact().stopFirst(), bundles.gate().longestScrape()),
            () -> isOver(attempt, Duration.ZERO));
    try {
      attempt.begin(
          () -> thread.execute(() -> letNextBegin(attempt)),
          result ->
              thread.execute(
                  () -> {
                    patience.cancel(false);
                    timer.cancel(false);
                    ended(attempt, result);
                    letNextBegin(attempt);
                  }));
    } catch (OutOfMemoryError e) {
      patience.cancel(false);
      timer.cancel(false);
      atWork.remove(attempt);
      Future<?> unused = thread.after(WITHOUT_THREADS, () -> tryAgain(attempt));
    }
  }

  /** Its bundle is not to blame, and is begun with again. */
  private void tryAgain(Attempt attempt) {
    attempt.discard();
    if (underWay.remove(nameOf(attempt), attempt)) {
      listener.givenUp();
    }
  }

  private void letNextBegin(Attempt attempt) {
    if (atWork.remove(attempt)) {
      begin();
    }
  }

  /**
   * Gives up the attempt for this name unless it is for the wanted bundle. One that has switched
   * already stays in progress, as it will say so in a moment; and so does that of a plugin that
   * must not run twice at once, until it is cleaned away.
   */
  void abandonUnless(String slot, Optional<Artifact> wanted) {
    Attempt attempt = underWay.get(slot);
    if (attempt == null) {
      return;
    }
    String digest = attempt.artifact().digest();
    boolean unwanted = wanted.filter(w -> w.digest().equals(digest)).isEmpty();
    if (unwanted && queue.remove(attempt)) {
      underWay.remove(slot);
      attempt.discard(); // None of its code has run yet.
    } else if (unwanted && attempt.abandon() && !attempt.artifact().stopFirst()) {
      underWay.remove(slot);
    }
  }

  /** Gives up those for bundles of this name. */
  void abandon(String symbolicName) {
    List.copyOf(underWay.values()).stream()
        .map(Attempt::artifact)
        .filter(artifact -> artifact.symbolicName().equals(symbolicName))
        .forEach(artifact -> abandonUnless(artifact.slot(), Optional.empty()));
  }

  /** Its time is, unless it has needed some for others. */
  private void isOver(Attempt attempt, Duration granted) {
    Duration extra = attempt.extraTime();
    if (extra.compareTo(granted) > 0) {
      Future<?> unused = thread.after(extra.minus(granted), () -> isOver(attempt, extra));
    } else {
      tookTooLong(attempt);
    }
  }

  private void tookTooLong(Attempt attempt) {
    boolean abandonedBefore = attempt.isAbandoned();
    if (attempt.abandon() && underWay.remove(nameOf(attempt), attempt)) {
      if (abandonedBefore) {
        listener.givenUp();
      } else {
        String limit = DeploySettings.seconds(settings.startLimit());
        listener.failed(attempt, Refusal.failed("did not start within " + limit));
      }
    }
  }

  private void ended(Attempt attempt, Attempt.Result result) {
    boolean wasUnderWay = underWay.remove(nameOf(attempt), attempt);
    if (bundles.isEnding()) {
      return; // With all others.
    }
    if (result.running().isPresent()) {
      again.remove(nameOf(attempt));
      listener.succeeded(attempt, result.running().get());
    } else if (wasUnderWay && (attempt.isAbandoned() || wasDisturbed(attempt, result))) {
      listener.givenUp();
    } else if (wasUnderWay) {
      listener.failed(attempt, result.refusal().orElseThrow());
    }
  }

  /** What somebody else has put an end to says nothing about the bundle, unless it never stops. */
  private boolean wasDisturbed(Attempt attempt, Attempt.Result result) {
    return result.disturbed() && isTriedAgain(attempt);
  }

  /** Whether a failure is worth another try, of which there are a few in a row. */
  boolean isTriedAgain(Attempt attempt) {
    boolean enough = again.merge(nameOf(attempt), 1, Integer::sum) > PUT_UP_WITH;
    if (enough) {
      again.remove(nameOf(attempt));
    }
    return !enough;
  }

  private static String nameOf(Attempt attempt) {
    return attempt.artifact().slot();
  }
}
