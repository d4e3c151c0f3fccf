package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The runs that one scrape waits for. A few threads take from them, each the next one, since most
 * collectors need less time than waking a thread; when one is slow, another thread takes the rest,
 * so a hanging collector holds up nobody and costs one thread. The one that is last to be done ends
 * the batch: as no thread waits, none has to be woken.
 */
final class Batch implements Runnable, CollectorRun.Waiter, Deadlines.Watched {
  private final Workers workers;
  private final Duration limit;
  private final long deadline;
  private final Runnable then;
  private final List<CollectorRun> runs = new ArrayList<>();
  private int fresh;
  private final AtomicInteger next = new AtomicInteger();

  /** How many runs are not done yet, and one more until it has begun. */
  private final AtomicInteger left = new AtomicInteger(1);

  private final AtomicBoolean ended = new AtomicBoolean();
  private int takenBefore = -1; // of the thread that looks after it

  /**
   * A batch without runs.
   *
   * @param limit when it ends in any case, from now
   * @param then done at its end, by any of the workers; again if it has run out of memory
   */
  Batch(Workers workers, Duration limit, Runnable then) {
    this.workers = workers;
    this.limit = limit;
    this.deadline = System.nanoTime() + limit.toNanos();
    this.then = then;
  }

  Duration limit() {
    return limit;
  }

  /** Waits for this run too; only before it begins. */
  void add(CollectorRun run) {
    runs.add(run);
    if (!run.hasBegun()) {
      fresh++;
    }
    left.incrementAndGet();
    if (!run.join(this)) {
      left.decrementAndGet();
    }
  }

  /** In the order in which they were added. */
  List<CollectorRun> runs() {
    return runs;
  }

  /** Has workers take from it, and returns at once. */
  void begin() {
    begin(0);
  }

  /**
   * The same, and takes from it too if the calling thread is a worker: returns when no run is left
   * to be begun, or one that this thread began does not return.
   */
  void beginHere() {
    if (workers.isHere()) {
      begin(1);
      run();
    } else {
      begin(0);
    }
  }

  /** All are added: from now on it may end. */
  private void begin(int alsoHere) {
    workers.deadlines().add(this);
    left.decrementAndGet();
    for (int i = alsoHere; i < Math.min(Workers.AT_ONCE, Math.max(fresh, 1)); i++) {
      help();
    }
  }

  /** Has one more thread take runs from it, unless none is to be had. */
  private void help() {
    try {
      workers.execute(this);
    } catch (OutOfMemoryError e) {
      // Perhaps a plugin leaks threads. Those that there are go on; what does not begin in time is
      // told as such.
    }
  }

  /** Has a thread end it; if none is to be had, that is tried again until its time is up. */
  private void endElsewhere() {
    try {
      workers.execute(this::end);
    } catch (OutOfMemoryError e) {
      // Deadlines come by again.
    } catch (RejectedExecutionException e) {
      end();
    }
  }

  /** Runs what nobody has begun, until there is nothing left. */
  @Override
  public void run() {
    for (int i = next.getAndIncrement(); i < runs.size(); i = next.getAndIncrement()) {
      runs.get(i).run(this);
    }
    if (left.get() == 0) {
      end();
    }
  }

  @Override
  public void oneDone(CollectorRun.@Nullable Waiter by) {
    if (left.decrementAndGet() == 0 && by != this) {
      endElsewhere();
    }
  }

  /**
   * Ends it as it is, unless it has ended. If memory is too short for that, who waits for it would
   * wait for ever: it is ended again when the deadlines are looked at.
   */
  @Override
  public void end() {
    if (ended.compareAndSet(false, true)) {
      try {
        then.run();
      } catch (OutOfMemoryError e) {
        ended.set(false);
        return;
      } catch (Throwable e) {
        workers.deadlines().remove(this);
        throw e;
      }
      workers.deadlines().remove(this);
    }
  }

  /** Whether nobody may join it any more, whatever has become of its end. */
  boolean isOver() {
    return ended.get() || isOutOfTime();
  }

  private boolean isOutOfTime() {
    return deadline - System.nanoTime() <= 0;
  }

  /** At its end: gives up the runs that are not done, unless others wait for them. */
  void leave() {
    for (CollectorRun run : runs) {
      run.leave(this, limit);
    }
  }

  /** Gives up what has had its time; gets help if all who take from it are held up; or ends it. */
  @Override
  public void look() {
    if (ended.get()) {
      return;
    }
    for (int i = 0; i < runs.size(); i++) {
      runs.get(i).giveUpIfOverdue();
    }
    int taken = next.get();
    if (left.get() == 0 || isOutOfTime()) {
      endElsewhere();
    } else if (taken == takenBefore && taken < runs.size()) {
      help();
    }
    takenBefore = taken;
  }
}
