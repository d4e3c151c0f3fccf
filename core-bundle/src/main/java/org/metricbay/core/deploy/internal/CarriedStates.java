package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.metricbay.core.collect.internal.Carriers;
import org.metricbay.core.collect.internal.Carriers.Returned;
import org.metricbay.core.collect.internal.Switching;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What plugins count themselves, from version to version and over restarts: takes the state of a
 * bundle when its successor is tried, when that takes its place, and when it has stopped, and keeps
 * it on disk for those that have none yet. For use by any thread.
 */
final class CarriedStates {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  /** So much of what was counted a kill may cost. */
  static final Duration SAVE_EVERY = Duration.ofSeconds(60);

  /** Has a thing begun after a time, by a thread that must not be held up. */
  @FunctionalInterface
  interface Clock {
    void after(Duration time, Runnable what);
  }

  /**
   * One that is not live yet.
   *
   * @param former in whose place it is to come
   * @param given what it has taken, by the carriers' names
   */
  private record Trial(Optional<Bundle> former, Map<String, byte[]> given) {}

  /**
   * What one that has been replaced has still to give.
   *
   * @param heir to whom
   * @param over completed when it has, or cannot
   */
  private record Rest(Bundle heir, CompletableFuture<Boolean> over) {}

  private final Switching switching;
  private final Carriers carriers;
  private final StateFiles files;
  private final Duration patience;
  private final Clock clock;
  private final Executor workers;

  private final Map<String, Map<String, byte[]>> latest = new HashMap<>();
  private final Map<String, Bundle> live = new HashMap<>();
  private final Map<String, Returned> owed = new HashMap<>();
  private final Map<Bundle, Trial> trials = new HashMap<>();
  private final Map<Bundle, Rest> rests = new HashMap<>();
  private boolean saveIsDue;

  /**
   * Knows of none yet.
   *
   * @param patience how long a version that has stopped waits for the one before it to stop
   */
  CarriedStates(
      Switching switching, StateFiles files, Duration patience, Clock clock, Executor workers) {
    this.switching = switching;
    this.carriers = switching.carriers();
    this.files = files;
    this.patience = patience;
    this.clock = clock;
    this.workers = workers;
  }

  private static String nameOf(Bundle bundle) {
    return String.valueOf(bundle.getSymbolicName());
  }

  /** Gives a started bundle what those before it have counted, before its first collection. */
  void beforeTrial(Bundle fresh, Optional<Bundle> former) throws InterruptedException {
    if (!carriers.hasAny(fresh)) {
      return;
    }
    Optional<Bundle> giver = former.filter(this::canGive);
    synchronized (this) {
      trials.put(fresh, new Trial(giver, Map.of())); // Its own counts even if it takes nothing.
    }
    give(fresh, giver.isPresent() ? take(giver.get()) : known(nameOf(fresh)));
    Optional<Returned> returned = owedTo(nameOf(fresh));
    if (returned.isPresent() && giver.isEmpty()) {
      carriers.takeBack(fresh, returned.get());
    }
    // From now on its carriers are held, so that they can be asked when it has stopped.
    Map<String, byte[]> unused = carriers.save(fresh);
  }

  /** What it takes is noted, as its own is what it has beside that. */
  private void give(Bundle fresh, Map<String, byte[]> states) throws InterruptedException {
    Map<String, byte[]> taken = carriers.restore(fresh, states);
    synchronized (this) {
      Trial trial = trials.get(fresh);
      if (trial != null) { // Else somebody has stopped it.
        Map<String, byte[]> all = new HashMap<>(trial.given());
        all.putAll(taken);
        trials.put(fresh, new Trial(trial.former(), all));
      }
    }
  }

  /** It may be from before a restart of the deployer. */
  private boolean canGive(Bundle former) {
    return former.getState() == Bundle.ACTIVE && carriers.hasAny(former);
  }

  private synchronized Optional<Returned> owedTo(String name) {
    return Optional.ofNullable(owed.remove(name));
  }

  private synchronized boolean isLive(Bundle bundle) {
    return bundle.equals(live.get(nameOf(bundle)));
  }

  private Map<String, byte[]> take(Bundle bundle) throws InterruptedException {
    return learn(nameOf(bundle), carriers.save(bundle));
  }

  /** What could not be had stays as it was. */
  private synchronized Map<String, byte[]> learn(String name, Map<String, byte[]> states) {
    Map<String, byte[]> all = new LinkedHashMap<>(known(name));
    all.putAll(states);
    if (all.size() > StateFiles.MOST_STATES) {
      all.keySet().retainAll(states.keySet()); // Others are of collectors that there are no more.
    }
    latest.put(name, all);
    return all;
  }

  private synchronized Map<String, byte[]> known(String name) {
    return latest.computeIfAbsent(name, files::read);
  }

  /** A switch from one bundle to another; closed without {@link #done}, nothing has happened. */
  final class HandOver implements AutoCloseable {
    private final Bundle fresh;
    private final Optional<Bundle> former;
    private boolean done;

    private HandOver(Bundle fresh, Optional<Bundle> former) {
      this.fresh = fresh;
      this.former = former;
    }

    /** The fresh one is live in place of the former. */
    void done() {
      done = true;
      isLiveNow(fresh, former);
    }

    @Override
    public void close() {
      if (!done) {
        former.ifPresent(switching::goOn);
      }
    }
  }

  /**
   * Gives a bundle that has passed its trial all that the former has counted, of which pages show
   * no more until this is closed.
   */
  HandOver handOver(Bundle fresh) throws InterruptedException {
    Trial trial;
    synchronized (this) {
      trial = trials.get(fresh);
    }
    Optional<Bundle> giver = trial == null ? Optional.empty() : trial.former();
    HandOver handOver = new HandOver(fresh, giver);
    if (giver.isPresent()) {
      try {
        switching.still(giver.get(), patience);
        give(fresh, take(giver.get()));
        switching.renew(fresh);
      } catch (InterruptedException | RuntimeException | Error e) {
        handOver.close();
        throw e;
      }
    }
    return handOver;
  }

  private void isLiveNow(Bundle fresh, Optional<Bundle> former) {
    synchronized (this) {
      trials.remove(fresh);
      if (!carriers.hasAny(fresh)) {
        return;
      }
      live.put(nameOf(fresh), fresh);
      former.ifPresent(it -> rests.put(it, new Rest(fresh, new CompletableFuture<>())));
    }
    saveLater();
  }

  /** Takes the last of a bundle that has stopped, in which nothing counts any more. */
  void stopped(Bundle bundle) {
    Rest rest;
    Trial trial;
    synchronized (this) {
      trial = trials.remove(bundle);
      rest = rests.get(bundle);
      live.remove(nameOf(bundle), bundle);
    }
    try {
      if (trial != null) {
        giveBack(bundle, trial);
      } else if (carriers.hasAny(bundle)) {
        awaitRestFor(bundle);
        giveRest(bundle, Optional.ofNullable(rest));
      }
    } catch (InterruptedException e) {
      // It has taken too long, and is not waited for.
      LOG.warn("{}: the last of its state is lost", PluginBundles.label(bundle));
    } finally {
      carriers.forget(bundle);
      synchronized (this) {
        rests.remove(bundle);
      }
      if (rest != null) {
        rest.over().complete(true);
      }
    }
  }

  /** What one has counted that was refused or given up; if nothing runs, for what runs next. */
  private void giveBack(Bundle refused, Trial trial) throws InterruptedException {
    Returned returned = new Returned(trial.given(), carriers.save(refused));
    Bundle runs;
    synchronized (this) {
      runs = live.get(nameOf(refused));
      if (runs == null) {
        owed.put(nameOf(refused), returned);
      }
    }
    if (runs != null) {
      carriers.takeBack(runs, returned);
    }
  }

  /** The bundle may have to be given the last of the one before it. */
  private void awaitRestFor(Bundle bundle) throws InterruptedException {
    Optional<Rest> before;
    synchronized (this) {
      before = rests.values().stream().filter(it -> it.heir().equals(bundle)).findFirst();
    }
    if (before.isPresent()) {
      try {
        boolean unused = before.get().over().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn(
            "{}: the version before has not stopped; what has reached that since the switch is"
                + " lost",
            PluginBundles.label(bundle));
      }
    }
  }

  private void giveRest(Bundle bundle, Optional<Rest> rest) throws InterruptedException {
    Map<String, byte[]> states = carriers.save(bundle);
    if (rest.isPresent()) {
      Map<String, byte[]> unused = carriers.restore(rest.get().heir(), states);
    } else {
      synchronized (this) {
        if (files.write(nameOf(bundle), learn(nameOf(bundle), states))) {
          latest.remove(nameOf(bundle)); // It is read again when it is needed.
        }
      }
    }
  }

  /** Somebody else has started a bundle again that had stopped. */
  void startedAgain(Bundle bundle) {
    try {
      if (!isLive(bundle) && carriers.hasAny(bundle)) {
        Map<String, byte[]> unused = carriers.restore(bundle, known(nameOf(bundle)));
        isLiveNow(bundle, Optional.empty());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void saveLater() {
    synchronized (this) {
      if (saveIsDue || live.isEmpty()) {
        return;
      }
      saveIsDue = true;
    }
    clock.after(SAVE_EVERY, this::isDue);
  }

  private void isDue() {
    synchronized (this) {
      saveIsDue = false;
    }
    saveLater();
    workers.execute(this::save);
  }

  /** Writes what has changed of all that is live. */
  void save() {
    Map<String, Bundle> all;
    synchronized (this) {
      all = Map.copyOf(live);
    }
    try {
      carriers.save(all.values()).forEach(this::keep);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Unless it has stopped meanwhile, and so has given what is newer. */
  private synchronized void keep(Bundle bundle, Map<String, byte[]> states) {
    if (isLive(bundle)) {
      boolean unused = files.write(nameOf(bundle), learn(nameOf(bundle), states));
    }
  }
}
