package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.metricbay.core.collect.internal.Carriers;
import org.metricbay.core.collect.internal.Carriers.Returned;
import org.metricbay.core.collect.internal.Switching;
import org.osgi.framework.Bundle;

/**
 * What plugins count themselves, from version to version and over restarts: takes the state of a
 * bundle when its successor is tried, when that takes its place, and when it has stopped, and keeps
 * it on disk for those that have none yet. For use by any thread.
 */
final class CarriedStates {
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
   * @param begun whether it has started, and was given what there was
   * @param given what it has taken, by the carriers' names
   * @param giving held while it is given something, so that a stop knows all of it
   */
  private record Trial(
      Optional<Bundle> former, boolean begun, Map<String, byte[]> given, Lock giving) {
    Trial with(Map<String, byte[]> taken) {
      Map<String, byte[]> all = new HashMap<>(given);
      all.putAll(taken);
      return new Trial(former, true, all, giving);
    }

    /** Its objects are new when it is started again, and were given nothing. */
    Trial anew() {
      return new Trial(former, begun, Map.of(), giving);
    }
  }

  private final Switching switching;
  private final Carriers carriers;
  private final LatestStates latest;
  private final Clock clock;
  private final Executor workers;
  private final Debts debts;

  private final Map<String, Bundle> live = new HashMap<>();
  private final Map<String, List<Returned>> owed = new HashMap<>();
  private final Map<Bundle, Trial> trials = new HashMap<>();
  private final Duration patience;
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
    this.latest = new LatestStates(files);
    this.patience = patience;
    this.clock = clock;
    this.workers = workers;
    this.debts = new Debts(patience);
  }

  private static String nameOf(Bundle bundle) {
    return String.valueOf(bundle.getSymbolicName());
  }

  /** A deployer before has made this live, and it goes on. */
  void takeOver(Bundle found) {
    if (isActive(found)) {
      isLiveNow(found, Optional.empty());
      if (carriers.hasAny(found)) {
        workers.execute(this::save); // By which its carriers are held too.
      }
    }
  }

  /** It is about to be started, to be tried. */
  synchronized void isTried(Bundle fresh, Optional<Bundle> former) {
    trials.put(fresh, new Trial(former, false, Map.of(), new ReentrantLock()));
  }

  /** Gives a started bundle what those before it have counted, before its first collection. */
  void beforeTrial(Bundle fresh) {
    Optional<Bundle> giver;
    synchronized (this) {
      Trial trial = trials.computeIfPresent(fresh, (same, it) -> it.with(Map.of()));
      if (trial == null || !carriers.hasAny(fresh)) {
        return;
      }
      giver = trial.former().filter(this::canGive);
      giver.ifPresent(it -> live.putIfAbsent(nameOf(it), it));
    }
    if (giver.isPresent()) {
      give(fresh, take(giver.get()));
      hold(fresh);
    } else {
      give(fresh, latest.of(nameOf(fresh)));
      takeOwed(fresh);
    }
  }

  private synchronized Optional<Trial> trialOf(Bundle bundle) {
    return Optional.ofNullable(trials.get(bundle));
  }

  /** What it takes is noted, as its own is what it has beside that. */
  private void give(Bundle fresh, Map<String, byte[]> states) {
    Lock giving = trialOf(fresh).map(Trial::giving).orElseGet(ReentrantLock::new);
    giving.lock();
    try {
      Map<String, byte[]> taken = carriers.restore(fresh, states);
      synchronized (this) {
        trials.computeIfPresent(fresh, (same, trial) -> trial.with(taken));
      }
    } finally {
      giving.unlock();
    }
  }

  /** What was counted when there was nobody to give it to. */
  private void takeOwed(Bundle runs) {
    List<Returned> returned;
    synchronized (this) {
      returned = owed.getOrDefault(nameOf(runs), List.of());
      owed.remove(nameOf(runs));
    }
    returned.forEach(it -> carriers.takeBack(runs, it));
    hold(runs);
  }

  /** Those that were asked once can be asked when the bundle has stopped. */
  private void hold(Bundle bundle) {
    Map<String, byte[]> unused = carriers.save(bundle);
  }

  private static boolean isActive(Bundle bundle) {
    return bundle.getState() == Bundle.ACTIVE;
  }

  /** It may be from before a restart of the deployer. */
  private boolean canGive(Bundle former) {
    return isActive(former) && carriers.hasAny(former);
  }

  private synchronized boolean isLive(Bundle bundle) {
    return bundle.equals(live.get(nameOf(bundle)));
  }

  private Map<String, byte[]> take(Bundle bundle) {
    return latest.learn(nameOf(bundle), carriers.save(bundle));
  }

  /** A switch from one bundle to another; closed without {@link #done}, nothing has happened. */
  final class HandOver implements AutoCloseable {
    private final Bundle fresh;
    private final Optional<Bundle> former;
    private final boolean stills;
    private boolean done;

    private HandOver(Bundle fresh, Optional<Bundle> former) {
      this.fresh = fresh;
      this.former = former;
      this.stills = former.isPresent() && carriers.hasAny(fresh) && canGive(former.get());
    }

    private void begin() throws InterruptedException {
      if (stills) {
        switching.still(former.orElseThrow(), patience);
        give(fresh, take(former.orElseThrow()));
        switching.renew(fresh);
      } else if (carriers.hasAny(fresh)) {
        give(fresh, notGiven(fresh));
      }
    }

    /** The fresh one is live in place of the former. */
    void done() {
      done = true;
      isLiveNow(fresh, former);
      carriers.newOf(fresh).forEach(name -> workers.execute(() -> came(fresh, name)));
    }

    @Override
    public void close() {
      if (!done && stills) {
        former.ifPresent(switching::goOn);
      }
    }
  }

  /** For carriers that were there only after the bundle's start. */
  private synchronized Map<String, byte[]> notGiven(Bundle fresh) {
    Map<String, byte[]> states = new HashMap<>(latest.of(nameOf(fresh)));
    Optional.ofNullable(trials.get(fresh))
        .ifPresent(it -> states.keySet().removeAll(it.given().keySet()));
    return states;
  }

  /**
   * Gives a bundle that has passed its trial all that the former has counted, of which pages show
   * no more until this is closed.
   */
  HandOver handOver(Bundle fresh) throws InterruptedException {
    HandOver handOver = new HandOver(fresh, trialOf(fresh).flatMap(Trial::former));
    try {
      handOver.begin();
    } catch (InterruptedException | RuntimeException | Error e) {
      handOver.close();
      throw e;
    }
    return handOver;
  }

  private void isLiveNow(Bundle fresh, Optional<Bundle> former) {
    synchronized (this) {
      trials.remove(fresh);
      if (isActive(fresh)) {
        live.put(nameOf(fresh), fresh);
      }
      former
          .filter(it -> it.getState() != Bundle.UNINSTALLED)
          .ifPresent(it -> debts.add(it, fresh));
    }
    saveLater();
  }

  /** One that is live has a carrier that was not there when others were given their states. */
  void came(Bundle bundle, String name) {
    if (isLive(bundle) && carriers.newOf(bundle).contains(name)) {
      debts.awaitAllTo(bundle);
      byte[] state = latest.of(nameOf(bundle)).get(name);
      Map<String, byte[]> unused =
          carriers.restore(bundle, state == null ? Map.of() : Map.of(name, state));
      hold(bundle);
      saveLater();
    }
  }

  /** Carriers that nobody has asked yet can be asked only until it stops. */
  void isStopping(Bundle bundle) {
    if (!carriers.holdsAll(bundle)) {
      hold(bundle);
    }
  }

  /** Takes the last of a bundle that is not started again. */
  void stoppedForGood(Bundle bundle) {
    try {
      stopped(bundle);
    } finally {
      synchronized (this) {
        trials.remove(bundle);
      }
    }
  }

  /** Takes the last of a bundle that has stopped, in which nothing counts any more. */
  void stopped(Bundle bundle) {
    Optional<Returned> returned = trialOf(bundle).map(trial -> returned(bundle, trial.giving()));
    synchronized (this) {
      live.remove(nameOf(bundle), bundle);
    }
    try {
      if (returned.isPresent()) {
        giveBack(bundle, returned.get());
      } else if (carriers.hasAny(bundle)) {
        debts.awaitAllTo(bundle);
        giveRest(bundle);
      }
    } finally {
      carriers.forget(bundle);
      debts.settled(bundle);
    }
  }

  /** What one on trial was given and has now; whoever gives it something does that before. */
  private Returned returned(Bundle stopped, Lock giving) {
    giving.lock();
    try {
      Map<String, byte[]> has = carriers.save(stopped);
      carriers.forget(stopped);
      synchronized (this) {
        Map<String, byte[]> given = trialOf(stopped).map(Trial::given).orElse(Map.of());
        trials.computeIfPresent(stopped, (same, trial) -> trial.anew());
        return new Returned(given, has);
      }
    } finally {
      giving.unlock();
    }
  }

  /** What one has counted that was refused or given up; if nothing runs, for what runs next. */
  private void giveBack(Bundle refused, Returned returned) {
    if (returned.returned().isEmpty()) {
      return;
    }
    Bundle runs;
    synchronized (this) {
      runs = live.get(nameOf(refused));
      if (runs == null) {
        owed.computeIfAbsent(nameOf(refused), none -> new ArrayList<>(1)).add(returned);
      } else {
        debts.add(refused, runs); // Should that be stopped now, it waits for this.
      }
    }
    if (runs != null) {
      carriers.takeBack(runs, returned);
    }
  }

  private void giveRest(Bundle bundle) {
    Map<String, byte[]> left = new HashMap<>(carriers.save(bundle));
    Optional<Bundle> heir;
    synchronized (this) {
      heir = debts.heirOf(bundle);
      if (heir.isEmpty()) {
        latest.writeLast(nameOf(bundle), left);
      }
    }
    if (heir.isPresent()) {
      left.keySet().removeAll(carriers.restore(heir.get(), left).keySet());
      if (!left.isEmpty()) {
        boolean unused =
            latest.write(nameOf(bundle), left); // A version to come may have use for it.
      }
    }
  }

  /** A bundle has started, but by whom? */
  void started(Bundle bundle) {
    Optional<Trial> trial = trialOf(bundle);
    if (trial.isPresent()) {
      if (trial.get().begun()) {
        beforeTrial(bundle); // Somebody has stopped and started it while it is tried.
      }
    } else if (!isLive(bundle)) {
      if (carriers.hasAny(bundle)) {
        Map<String, byte[]> unused = carriers.restore(bundle, latest.of(nameOf(bundle)));
        takeOwed(bundle);
      }
      isLiveNow(bundle, Optional.empty());
    }
  }

  private void saveLater() {
    synchronized (this) {
      if (saveIsDue || live.values().stream().noneMatch(carriers::knows)) {
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
    carriers.save(all.values()).forEach(this::keep);
  }

  /** Unless it has stopped meanwhile, and so has given what is newer. */
  private synchronized void keep(Bundle bundle, Map<String, byte[]> states) {
    if (isLive(bundle) && !states.isEmpty()) {
      boolean unused = latest.write(nameOf(bundle), states);
    }
  }
}
