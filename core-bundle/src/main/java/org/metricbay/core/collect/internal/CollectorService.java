package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.core.collect.BundleInfo;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/**
 * One registered {@link MetricPlugin} as the engine sees it: its identity, its single run in
 * progress and its last outcome. The service object is fetched and called on the engine's workers
 * only, as already its constructor may hang.
 */
final class CollectorService implements CollectorRun.Callee {
  /**
   * The property of a collector's service that names a gauge of its own, which is to be 1 where
   * series of it were left out.
   */
  private static final String FLAG = "metricbay.left-out-flag";

  private static final long MEGABYTE = 1 << 20;

  /**
   * The service object and what is called with it, kept from the first call until the service goes:
   * the framework takes as long to hand it out as many a collector to answer.
   */
  private record Service(MetricPlugin object, @Nullable ClassLoader loader) {}

  private final BundleContext context;
  private final ServiceReference<MetricPlugin> reference;
  private final Bundle bundle;
  private final Optional<String> flag;
  private final GivenFamilies given;
  private final Pace pace;
  private final CallTrace trace;
  private final Runnable named;

  private volatile @Nullable Service service;
  private volatile @Nullable BundleInfo bundleInfo;
  private volatile @Nullable Identity identity;
  private final LastOutcome last = new LastOutcome();
  private final FailingTime failing = new FailingTime();
  private volatile boolean stilled;
  private boolean heldBefore = true;
  private @Nullable CollectorRun current;

  /**
   * A collector that was not called yet.
   *
   * @param trace where its calls are noted
   * @param named told when the collector has said its name
   */
  CollectorService(
      BundleContext context,
      ServiceReference<MetricPlugin> reference,
      Limits limits,
      CallTrace trace,
      Runnable named) {
    this.context = context;
    this.reference = reference;
    this.bundle = reference.getBundle();
    this.flag = Optional.ofNullable((String) reference.getProperty(FLAG));
    this.given = new GivenFamilies(limits, ReservedNames.to(bundle, context.getBundle()));
    this.trace = trace;
    this.named = named;
    this.pace = Pace.of(reference);
    if (pace.isBesideScrapes()) {
      last.hold(); // It is shown again and again.
      pace.timeout().ifPresent(trace::mayTake);
    }
    Identity.of(reference).ifPresent(this::learn);
  }

  Bundle bundle() {
    return bundle;
  }

  ServiceReference<MetricPlugin> reference() {
    return reference;
  }

  private void learn(Identity told) {
    identity = told;
    trace.isCalled(told.name());
  }

  /** Whether only its first call, which is still to come, will tell its name. */
  boolean isNew() {
    return identity == null && last.get().isEmpty() && hungRun() == null;
  }

  /** Its name; until it has said one, a name made from its bundle's. */
  String name() {
    Identity known = identity;
    return known != null
        ? known.name()
        : bundle.getSymbolicName() + "." + reference.getProperty("service.id");
  }

  /** The run in progress, or a new one, which the caller has to have run. */
  synchronized CollectorRun currentOrNewRun() {
    CollectorRun run = current;
    if (run == null) {
      run = new CollectorRun(this);
      current = run;
    }
    return run;
  }

  /** The run that was given up and has not returned; nothing if there is none. */
  synchronized @Nullable CollectorRun hungRun() {
    CollectorRun run = current;
    return run != null && run.isHung() ? run : null;
  }

  @Override
  public Outcome call(long startedAt) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    if (stilled) {
      return last.standIn(); // A scrape under way took it before.
    }
    trace.begin(startedAt);
    try {
      Service called = service();
      thread.setContextClassLoader(called.loader());
      List<MetricFamily> families = collect(called.object());
      return given.outcome(name(), families, startedAt);
    } catch (OutOfMemoryError problem) {
      trace.ranOut(System.nanoTime());
      return Outcome.failed(outOfMemory(problem), GivenFamilies.since(startedAt));
    } catch (Throwable problem) {
      return Outcome.failed(Problems.describe(problem), GivenFamilies.since(startedAt));
    } finally {
      trace.end();
      thread.setContextClassLoader(before);
    }
  }

  /** Where it has allocated much itself, it is the one who took it. */
  private String outOfMemory(OutOfMemoryError problem) {
    return Problems.describe(problem)
        + "; this call of "
        + bundle.getSymbolicName()
        + " allocated "
        + trace.soFar() / MEGABYTE
        + " MB";
  }

  /** Its constructor may be the plugin's own code, so its loader is set already here. */
  private Service service() {
    Service known = service;
    if (known != null) {
      return known;
    }
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    ClassLoader loader = wiring == null ? null : wiring.getClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    MetricPlugin object = context.getService(reference);
    if (object == null) {
      throw new IllegalStateException("its service is gone or could not be made");
    }
    Service got = new Service(object, loader);
    service = last.isFrozen() ? null : got;
    return got;
  }

  /** Its service is going: nothing of the bundle's may stay here. */
  void letGo() {
    service = null;
  }

  private @Nullable List<MetricFamily> collect(MetricPlugin object) throws Exception {
    if (identity == null) {
      learn(Identity.of(object, reference));
      named.run();
    }
    return object.collect();
  }

  @Override
  public synchronized void finished(CollectorRun run, Outcome outcome) {
    if (current == run) {
      current = null;
    }
    last.set(outcome);
    note(run, outcome);
  }

  /** One that nobody waited for has failed, whatever came of it; one that never began, nothing. */
  private void note(CollectorRun run, Outcome outcome) {
    if (run.isAbandoned() || outcome.error().isPresent()) {
      if (!run.neverBegan()) {
        failing.failed(System.nanoTime());
      }
    } else {
      failing.succeeded();
    }
  }

  /** For how long all its calls have failed, up to the last one. */
  synchronized Duration failingFor() {
    long now = System.nanoTime();
    CollectorRun hung = hungRun();
    return hung == null ? failing.soFar() : failing.withHungCall(now - hung.age().toNanos(), now);
  }

  /** What the families are of that it gave last. */
  Descriptors given() {
    return given.descriptors();
  }

  @Override
  public Pace pace() {
    return pace;
  }

  /** How old the values are that pages show of it, where they were not read for the page. */
  Optional<Duration> age() {
    if (last.isFrozen()) {
      return last.age();
    }
    return pace.isBesideScrapes() && hungRun() == null ? last.ageOfLast() : Optional.empty();
  }

  /** Which of its own families is to say by a 1 that some of its series were left out. */
  Optional<String> flagOfLosses() {
    return flag;
  }

  /** How its last call ended, and what stands in for calls while it is frozen. */
  LastOutcome last() {
    return last;
  }

  /**
   * From now on its last values are shown in place of calls, while the service is away.
   *
   * @param keep how long they are good for
   */
  synchronized void freeze(Duration keep) {
    last.freeze(keep);
    letGo();
  }

  /**
   * From now on no call of it is begun, and its last values are shown, while its service is there.
   *
   * @param keep how long they are good for
   */
  void still(Duration keep) {
    last.freeze(keep);
    stilled = true;
  }

  /** Its values are kept from now on, to be {@linkplain #still shown} or not. */
  void holdForNow() {
    heldBefore = last.isHolding();
    last.hold();
  }

  /** It is called again. */
  void goOn() {
    stilled = false;
    last.thaw();
    if (!heldBefore) {
      last.release();
      heldBefore = true;
    }
  }

  /** The run under way that somebody waits for; nothing if there is none. */
  synchronized @Nullable CollectorRun runUnderWay() {
    CollectorRun run = current;
    return run != null && run.hasBegun() && !run.isHung() ? run : null;
  }

  /** What scrapes show of it. */
  CollectorStatus shownStatus() {
    return last.isFrozen() ? status(last.standIn()) : status();
  }

  /** How it did last. */
  CollectorStatus status() {
    CollectorRun hung = hungRun();
    if (hung != null) {
      return hungStatus(hung);
    }
    return last.get().map(this::status).orElseGet(() -> status(CollectorState.NEW, null));
  }

  CollectorStatus hungStatus(CollectorRun run) {
    Duration age = run.age();
    String why =
        "has not answered for " + Seconds.of(age) + "; it is not called again before it has";
    return status(CollectorState.HUNG, Outcome.failed(why, age));
  }

  CollectorStatus status(Outcome outcome) {
    return status(outcome.error().isEmpty() ? CollectorState.OK : CollectorState.FAILED, outcome);
  }

  CollectorStatus status(CollectorState state, @Nullable Outcome outcome) {
    Identity known = identity;
    return new CollectorStatus(
        name(),
        known == null ? "" : known.description(),
        bundleInfo(),
        state,
        outcome == null ? Optional.empty() : Optional.of(outcome.duration()),
        outcome == null ? Optional.empty() : outcome.error(),
        outcome == null ? 0 : outcome.samples(),
        outcome == null ? 0 : outcome.cut(),
        List.of(),
        outcome == null ? List.of() : outcome.leftOut());
  }

  /** Recreated only when the state changes. */
  private BundleInfo bundleInfo() {
    BundleInfo known = bundleInfo;
    if (known == null || !known.isOf(bundle)) {
      known = BundleInfo.of(bundle);
      bundleInfo = known;
    }
    return known;
  }
}
