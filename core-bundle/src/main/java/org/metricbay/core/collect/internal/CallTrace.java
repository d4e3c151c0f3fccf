package org.metricbay.core.collect.internal;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.Origin;
import org.metricbay.core.collect.Shipped;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * What a collector's calls have done to memory, and since when one is under way: for whoever has to
 * say which plugin was at fault, without any memory left. Written by the thread that calls.
 */
final class CallTrace {
  private static final long RECENT_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final AllocationMeter meter;
  private final byte[] label;
  private final byte[] file;
  private final byte[] digest;
  private final boolean shipped;
  private final WeakReference<@Nullable ClassLoader> loader;

  private volatile byte[] collector = {};
  private volatile boolean start;
  private volatile long mayTakeNanos;
  private volatile boolean underWay;
  private volatile long startedAt;
  private volatile long before;
  private volatile long thread;
  private volatile long recent;
  private long recentSince = System.nanoTime();
  private volatile long most;
  private volatile long mostAt;
  private volatile boolean ranOut;
  private volatile long ranOutAt;

  CallTrace(AllocationMeter meter, Bundle bundle, Shipped known) {
    this.meter = meter;
    Optional<Origin> origin = Origin.of(bundle);
    label = bytes(bundle.getSymbolicName() + " " + bundle.getVersion());
    file = bytes(origin.map(Origin::file).orElse(""));
    digest = bytes(origin.map(Origin::digest).orElse(""));
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    loader = new WeakReference<>(wiring == null ? null : wiring.getClassLoader());
    shipped = origin.isEmpty() || known.contains(bundle);
  }

  private static byte[] bytes(String text) {
    return Problems.oneLine(text).getBytes(StandardCharsets.UTF_8);
  }

  /** What is traced is no call, but its bundle's start. */
  CallTrace ofStart() {
    start = true;
    return this;
  }

  boolean isOfStart() {
    return start;
  }

  void isCalled(String name) {
    collector = bytes(name);
  }

  /** A call may take so long, and hangs only after that. */
  void mayTake(Duration time) {
    mayTakeNanos = time.toNanos();
  }

  /** A call begins. */
  void begin(long now) {
    startedAt = now;
    before = meter.allocatedByThisThread();
    thread = Thread.currentThread().getId();
    underWay = true;
  }

  /** How much the call has allocated so far; asked by the thread that makes it. */
  long soFar() {
    return Math.max(0, meter.allocatedByThisThread() - before);
  }

  /** The call has ended. */
  void end() {
    long allocated = soFar();
    long now = startedAt;
    long sum = recent;
    if (now - recentSince > RECENT_NANOS) {
      recentSince = now;
      sum = 0;
      most = 0;
    }
    recent = sum + allocated;
    if (allocated > most) {
      most = allocated;
      mostAt = now;
    }
    underWay = false;
  }

  /** The call ended for want of memory, of whatever kind. */
  void ranOut(long now) {
    ranOutAt = now;
    ranOut = true;
  }

  /** The largest amount that one call has allocated lately, also one that is in progress. */
  long most(long now) {
    long ofThis = underWay ? meter.allocatedBy(thread) - before : 0;
    return Math.max(ofThis, now - mostAt < RECENT_NANOS ? most : 0);
  }

  /** What all calls together have allocated lately. */
  long recent() {
    return recent;
  }

  boolean hasRunOutWithin(long nanos, long now) {
    return ranOut && now - ranOutAt < nanos;
  }

  boolean isUnderWay() {
    return underWay;
  }

  /** Whether a call was made lately. */
  boolean hasBegunWithin(long nanos, long now) {
    return startedAt != 0 && now - startedAt < nanos;
  }

  boolean isUnderWayFor(long nanos, long now) {
    return underWay && now - startedAt > Math.max(nanos, mayTakeNanos);
  }

  /** Whether it is the plugin with that class loader. */
  boolean isOf(@Nullable ClassLoader other) {
    return other != null && other == loader.get();
  }

  /** Whether it comes with the agent, and so is never left out. */
  boolean isShipped() {
    return shipped;
  }

  byte[] collector() {
    return collector;
  }

  byte[] label() {
    return label;
  }

  byte[] file() {
    return file;
  }

  byte[] digest() {
    return digest;
  }
}
