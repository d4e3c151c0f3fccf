package org.metricbay.host;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the process when it does not answer any more, so that whoever supervises it can start
 * another: one that lives and is silent is worse than none. Needs no memory, descriptor or thread
 * for that but what it took at the start.
 *
 * <p>Time is counted in its own ticks: what was suspended as a whole, or is so slow that this
 * thread is late too, is given more time, a few times.
 */
final class Watchdog {
  /** The exit status of a process that ended because something of it did not answer. */
  static final int STATUS = 70;

  /** After so many ticks without an answer it is over. */
  private static final int TICKS = 6;

  /**
   * So often in a row a tick that is late does not count, as after a suspension. A process that
   * collects garbage all the time because there is no memory is late each time.
   */
  private static final int MOST_LATE = 3;

  /** So many ticks the start may take, in which plugins are waited for, on a host that is busy. */
  private static final int TICKS_OF_START = 4 * TICKS;

  /** What part of the heap is in use when it is full. */
  private static final int PARTS = 8;

  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(1900);

  private static final byte[] NOT_ANSWERED = HeapFreeText.ascii(" not answered for ");
  private static final byte[] SECONDS = HeapFreeText.ascii(" s");
  private static final byte[] THREAD = HeapFreeText.ascii("thread ");
  private static final byte[] HAS_DIED = HeapFreeText.ascii(" has died");
  private static final byte[] NOTHING_BUT_GARBAGE =
      HeapFreeText.ascii("it has only collected garbage for ");
  private static final byte[] NOT_STARTED = HeapFreeText.ascii("it has not started within ");
  private static final byte[] START_FAILED =
      HeapFreeText.ascii("it could not start for want of memory");
  private static final byte[] AND = HeapFreeText.ascii("; ");
  private static final byte[] OF = HeapFreeText.ascii(" of ");
  private static final byte[] OF_HEAP = HeapFreeText.ascii(" MB of the heap are in use");

  private final long tickNanos;
  private final long patienceSeconds;
  private final Pulses pulses;
  private final LibraryThreads libraries;
  private final GarbageTime garbage = new GarbageTime();
  private final LastWords words;
  private final Runnable mend;
  private final Thread thread = new Thread(null, this::run, "metricbay-watchdog", 0, false);

  private volatile boolean ending;
  private volatile long endingSince;
  private volatile int status;
  private volatile boolean forgiving;
  private volatile boolean serving;
  private final AtomicBoolean over = new AtomicBoolean();
  private int started;
  private int late;

  /**
   * Checks nothing yet.
   *
   * @param mend told while a thread of a library is dead, until it is too late
   */
  Watchdog(
      long patienceSeconds,
      Pulses pulses,
      LibraryThreads libraries,
      LastWords words,
      Runnable mend) {
    this.patienceSeconds = patienceSeconds;
    this.tickNanos = TimeUnit.SECONDS.toNanos(patienceSeconds) / TICKS;
    this.pulses = pulses;
    this.libraries = libraries;
    this.words = words;
    this.mend = mend;
  }

  /** Does what takes memory, before anybody can have taken all. */
  void prepare() {
    words.reason();
    words.prepare();
  }

  /** Everything that it checks exists now. */
  void serves() {
    pulses.begin();
    pulses.look(false); // What it asks the web server by is had as long as there are descriptors.
    serving = true;
  }

  /** Whether there is next to no memory left. */
  static boolean isHeapFull() {
    return free() < Runtime.getRuntime().maxMemory() / PARTS;
  }

  /** Ends the process, as memory did not suffice to start. */
  void endOfStart() {
    end(words.reason().put(START_FAILED));
  }

  /**
   * Checks from now on: before the agent {@linkplain #serves serves} only whether it gets that far.
   */
  void start() {
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  /** All get fresh time, as something was started again. */
  void forgive() {
    forgiving = true;
  }

  /**
   * The process ends in order; if it has not within two seconds, as something hangs in its end, it
   * ends all the same.
   */
  void ending(int withStatus) {
    status = withStatus;
    endingSince = System.nanoTime();
    ending = true;
    LockSupport.unpark(thread);
  }

  /** Whether the process ends in order. */
  boolean isEnding() {
    return ending;
  }

  private void run() {
    while (true) {
      try {
        tick();
      } catch (Throwable e) {
        // Whatever it was: this thread goes on.
        LockSupport.parkNanos(tickNanos);
      }
    }
  }

  private void tick() {
    long over = sleep();
    late = over > tickNanos ? late + 1 : 0;
    garbage.look(tickNanos + over);
    boolean counts = late == 0 || late > MOST_LATE;
    int silent = serving ? pulses.look(counts) : 0;
    started += counts ? 1 : 0;
    if (ending) {
      endSoon();
    } else if (forgiving) {
      forgiving = false;
      pulses.forgive();
    } else if (silent >= TICKS) {
      HeapFreeText reason = words.reason();
      pulses.tellSilent(TICKS, reason);
      end(reason.put(NOT_ANSWERED).put(patienceSeconds).put(SECONDS));
    } else if (garbage.isInVainFor(TICKS * tickNanos, free(), Runtime.getRuntime().maxMemory())) {
      end(words.reason().put(NOTHING_BUT_GARBAGE).put(patienceSeconds).put(SECONDS));
    } else if (serving) {
      lookAtLibraries();
    } else if (started >= TICKS_OF_START) {
      end(words.reason().put(NOT_STARTED).put(4 * patienceSeconds).put(SECONDS));
    }
  }

  private static long free() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  private void lookAtLibraries() {
    libraries.look();
    if (libraries.isOver()) {
      end(words.reason().put(THREAD).put(libraries.theDead()).put(HAS_DIED));
    } else if (libraries.isToBeMended()) {
      mend.run();
    }
  }

  /** For one thread; another waits for the end. */
  private void end(HeapFreeText reason) {
    while (!over.compareAndSet(false, true)) {
      LockSupport.parkNanos(tickNanos);
    }
    Runtime runtime = Runtime.getRuntime();
    long megabyte = 1 << 20;
    long most = runtime.maxMemory() / megabyte;
    long used = (runtime.maxMemory() - free()) / megabyte;
    reason.put(AND).put(used).put(OF).put(most).put(OF_HEAP);
    try {
      words.tell();
    } finally {
      runtime.halt(STATUS);
    }
  }

  /** Sleeps for a tick; returns how late it woke. */
  private long sleep() {
    long begin = System.nanoTime();
    long over = 0;
    while (over < tickNanos && !ending) {
      LockSupport.parkNanos(tickNanos - over);
      // Somebody may interrupt it all the time.
      Thread.interrupted();
      over = System.nanoTime() - begin;
    }
    return over - tickNanos;
  }

  private void endSoon() {
    long left = GRACE_NANOS - (System.nanoTime() - endingSince);
    while (left > 0) {
      LockSupport.parkNanos(left);
      Thread.interrupted();
      left = GRACE_NANOS - (System.nanoTime() - endingSince);
    }
    Runtime.getRuntime().halt(status);
  }
}
