package org.metricbay.core.collect.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.Shipped;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * Says, without allocating anything, which plugin is most likely why the process does not answer:
 * into the buffer, one line for people, and if there is a plugin to be left out, another one with
 * {@code culprit}, its file's digest and name. Where nothing points to one, it says nothing.
 *
 * <p>It is told of threads that have died, as a plugin may take all memory in one of its own.
 */
final class Suspects implements Consumer<ByteBuffer>, Thread.UncaughtExceptionHandler {
  /** The property of the service that says it. */
  private static final String SERVICE = "metricbay.suspects";

  private static final long LATELY_NANOS = TimeUnit.MINUTES.toNanos(3);
  private static final int MOST_GONE = 16;
  private static final long MEGABYTE = 1 << 20;

  /** What part of the heap must be in use to call it full, and which one call may not take. */
  private static final int PARTS = 8;

  /** The same of a start, which may take more for a moment. */
  private static final int PARTS_OF_START = 2;

  /** What is less than that is not worth keeping of a start that is over. */
  private static final int PARTS_TO_KEEP = 16;

  private static final byte[] HANGS = ascii(" does not come back from its call");
  private static final byte[] RAN_OUT = ascii(" ran out of memory or threads");
  private static final byte[] THREAD_RAN_OUT = ascii(": a thread of its own ran out of memory");
  private static final byte[] ALLOCATED = ascii(" allocated ");
  private static final byte[] IN_ONE_CALL = ascii(" MB in one call");
  private static final byte[] IN_CALLS = ascii(" MB and more in its calls");
  private static final byte[] OPEN = ascii(" (");
  private static final byte[] CLOSE = ascii(")");
  private static final byte[] COLLECTOR = ascii(": its collector ");
  private static final byte[] START = ascii(": its start");
  private static final byte[] LINE = ascii("\n");
  private static final byte[] CULPRIT = ascii("culprit ");
  private static final byte[] SPACE = ascii(" ");

  private final long hangsNanos;
  private final Shipped shipped;
  private final AllocationMeter meter = new AllocationMeter();
  private final Map<ServiceReference<?>, CallTrace> traces = new LinkedHashMap<>();
  private volatile CallTrace[] all = {};

  /** Of bundles that are being started, and of starts that took much lately. */
  private final Map<Bundle, CallTrace> underWay = new LinkedHashMap<>();

  private volatile CallTrace[] starting = {};
  private volatile CallTrace[] started = {};

  /** Of collectors that are gone: a call may go on, and what it took may not be free again. */
  private volatile CallTrace[] gone = {};

  /** Whose thread was the first to die for want of memory, lately. */
  private volatile @Nullable CallTrace starvedThread;

  private volatile long starvedThreadAt;

  /**
   * Knows of none yet.
   *
   * @param longestScrape a call that takes longer hangs
   * @param shipped of which none is ever to be left out
   */
  Suspects(Duration longestScrape, Shipped shipped) {
    this.shipped = shipped;
    hangsNanos = longestScrape.toNanos();
  }

  /** As bytes, since a text in the code takes memory where it is met first. */
  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  ServiceRegistration<?> register(BundleContext context) {
    String[] classes = {Consumer.class.getName(), Thread.UncaughtExceptionHandler.class.getName()};
    return context.registerService(
        classes, this, FrameworkUtil.asDictionary(Map.of(SERVICE, "plugins")));
  }

  synchronized CallTrace add(ServiceReference<?> reference, Bundle bundle) {
    CallTrace trace = new CallTrace(meter, bundle, shipped);
    traces.put(reference, trace);
    all = traces.values().toArray(new CallTrace[0]);
    return trace;
  }

  synchronized void remove(ServiceReference<?> reference) {
    CallTrace trace = traces.remove(reference);
    if (trace != null) {
      long now = System.nanoTime();
      gone =
          Stream.concat(Stream.of(trace), Arrays.stream(gone))
              .filter(each -> each.isUnderWay() || each.hasBegunWithin(LATELY_NANOS, now))
              .limit(MOST_GONE)
              .toArray(CallTrace[]::new);
    }
    all = traces.values().toArray(new CallTrace[0]);
  }

  /** A plugin's bundle is about to be started. */
  synchronized CallTrace starts(Bundle fresh) {
    CallTrace trace = new CallTrace(meter, fresh, shipped).ofStart();
    underWay.put(fresh, trace);
    starting = underWay.values().toArray(new CallTrace[0]);
    return trace;
  }

  /** It has been started, or could not be. */
  synchronized void started(Bundle fresh) {
    long now = System.nanoTime();
    long notable = Runtime.getRuntime().maxMemory() / PARTS_TO_KEEP;
    started =
        Stream.concat(Stream.ofNullable(underWay.remove(fresh)), Arrays.stream(started))
            .filter(each -> each.most(now) > notable && each.hasBegunWithin(LATELY_NANOS, now))
            .limit(MOST_GONE)
            .toArray(CallTrace[]::new);
    starting = underWay.values().toArray(new CallTrace[0]);
  }

  @Override
  public void uncaughtException(Thread thread, Throwable problem) {
    long now = System.nanoTime();
    if (problem instanceof OutOfMemoryError && starvedThread(now) == null) {
      ClassLoader loader = thread.getContextClassLoader();
      starvedThreadAt = now;
      starvedThread = or(of(loader, all), of(loader, gone));
    }
  }

  private static @Nullable CallTrace of(@Nullable ClassLoader loader, CallTrace[] among) {
    for (CallTrace trace : among) {
      if (trace.isOf(loader) && !trace.isShipped()) {
        return trace;
      }
    }
    return null;
  }

  private @Nullable CallTrace starvedThread(long now) {
    return now - starvedThreadAt < LATELY_NANOS ? starvedThread : null;
  }

  @Override
  public void accept(ByteBuffer into) {
    long now = System.nanoTime();
    Runtime runtime = Runtime.getRuntime();
    long max = runtime.maxMemory();
    boolean full = max - runtime.totalMemory() + runtime.freeMemory() < max / PARTS;
    CallTrace greedyStart =
        greedier(greediestStart(starting, now, max), greediestStart(started, now, max), now);
    CallTrace greedyCall = or(greediest(all, now, max), greediest(gone, now, max));
    CallTrace greediest = greedier(greedyStart, greedyCall, now);
    CallTrace hanging = or(onlyOne(all, now, true), onlyOne(gone, now, true));
    CallTrace starved = or(onlyOne(all, now, false), onlyOne(gone, now, false));
    CallTrace starvedThread = starvedThread(now);
    if (full && greediest != null) {
      tellGreedy(into, greediest, now);
    } else if (full && starvedThread != null) {
      put(label(into, starvedThread), THREAD_RAN_OUT);
      culprit(into, starvedThread);
    } else if (hanging != null && (full || starved == null)) {
      put(name(into, hanging), HANGS);
      culprit(into, hanging);
    } else if (starved != null) {
      put(name(into, starved), RAN_OUT);
      culprit(into, starved);
    } else if (greediest != null) {
      tellGreedy(into, greediest, now);
    }
  }

  private static @Nullable CallTrace or(@Nullable CallTrace one, @Nullable CallTrace other) {
    return one != null ? one : other;
  }

  private static @Nullable CallTrace greedier(
      @Nullable CallTrace one, @Nullable CallTrace other, long now) {
    return one != null && other != null && other.most(now) > one.most(now) ? other : or(one, other);
  }

  /**
   * One whose start took much of the heap. That one hangs, or failed for want of memory, tells
   * nothing: so does each that begins when all memory is taken.
   */
  private static @Nullable CallTrace greediestStart(CallTrace[] among, long now, long max) {
    CallTrace most = null;
    for (CallTrace trace : among) {
      long allocated = trace.most(now);
      if (allocated > max / PARTS_OF_START && (most == null || allocated > most.most(now))) {
        most = trace;
      }
    }
    return most;
  }

  private static void tellGreedy(ByteBuffer into, CallTrace greedy, long now) {
    put(name(into, greedy), ALLOCATED);
    long most = greedy.most(now);
    put(into, Math.max(most, greedy.recent() / 2) / MEGABYTE);
    put(into, most * 2 > greedy.recent() ? IN_ONE_CALL : IN_CALLS);
    culprit(into, greedy);
  }

  /** One whose call took a good part of the heap, or whose calls took most of what all took. */
  private static @Nullable CallTrace greediest(CallTrace[] among, long now, long max) {
    CallTrace most = null;
    CallTrace recent = null;
    long sum = 0;
    for (CallTrace trace : among) {
      sum += trace.recent();
      if (most == null || trace.most(now) > most.most(now)) {
        most = trace;
      }
      if (recent == null || trace.recent() > recent.recent()) {
        recent = trace;
      }
    }
    if (most != null && most.most(now) > max / PARTS) {
      return most;
    }
    // Those that come with the agent are called the most often.
    if (recent == null || recent.isShipped()) {
      return null;
    }
    return recent.recent() > max && recent.recent() > sum / 2 ? recent : null;
  }

  /** One that hangs, or has run out of something; nothing if there are more than one. */
  private @Nullable CallTrace onlyOne(CallTrace[] among, long now, boolean hanging) {
    CallTrace found = null;
    for (CallTrace trace : among) {
      boolean is =
          hanging ? trace.isUnderWayFor(hangsNanos, now) : trace.hasRunOutWithin(LATELY_NANOS, now);
      if (is && !trace.isShipped()) {
        if (found != null) {
          return null;
        }
        found = trace;
      }
    }
    return found;
  }

  private static ByteBuffer name(ByteBuffer into, CallTrace trace) {
    label(into, trace);
    if (trace.isOfStart()) {
      put(into, START);
    } else {
      put(into, COLLECTOR);
      put(into, trace.collector());
    }
    return into;
  }

  private static ByteBuffer label(ByteBuffer into, CallTrace trace) {
    put(into, trace.label());
    if (trace.file().length > 0) {
      put(into, OPEN);
      put(into, trace.file());
      put(into, CLOSE);
    }
    return into;
  }

  private static void culprit(ByteBuffer into, CallTrace trace) {
    put(into, LINE);
    if (!trace.isShipped() && trace.digest().length > 0) {
      put(into, CULPRIT);
      put(into, trace.digest());
      put(into, SPACE);
      put(into, trace.file());
      put(into, LINE);
    }
  }

  private static void put(ByteBuffer into, byte[] bytes) {
    for (int i = 0; i < bytes.length && into.hasRemaining(); i++) {
      into.put(bytes[i]);
    }
  }

  private static void put(ByteBuffer into, long number) {
    if (number > 9) {
      put(into, number / 10);
    }
    if (into.hasRemaining()) {
      into.put((byte) ('0' + number % 10));
    }
  }
}
