package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The runs that one scrape waits for. Several threads take from them, each the next one, and the
 * one that is last to be done ends the batch: as no thread waits, none has to be woken.
 */
final class Batch implements Runnable {
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

  /** How many runs nobody had begun when they were added. */
  int fresh() {
    return fresh;
  }

  /** All are added: from now on it may end. */
  void begin() {
    left.decrementAndGet();
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

  /**
   * One of its runs is done.
   *
   * @param by what the calling thread takes runs from, and will end itself
   */
  void oneDone(@Nullable Batch by) {
    if (left.decrementAndGet() == 0 && by != this) {
      workers.end(this);
    }
  }

  /**
   * Ends it as it is, unless it has ended. If memory is too short for that, who waits for it would
   * wait for ever: it is ended again when the deadlines are looked at.
   */
  void end() {
    if (ended.compareAndSet(false, true)) {
      try {
        then.run();
      } catch (OutOfMemoryError e) {
        ended.set(false);
        return;
      } catch (Throwable e) {
        workers.ended(this);
        throw e;
      }
      workers.ended(this);
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
      run.leave(this);
    }
  }

  /** Gives up what has had its time; gets help if all who take from it are held up; or ends it. */
  void look() {
    if (ended.get()) {
      return;
    }
    for (int i = 0; i < runs.size(); i++) {
      runs.get(i).giveUpIfOverdue();
    }
    int taken = next.get();
    if (left.get() == 0 || isOutOfTime()) {
      workers.end(this);
    } else if (taken == takenBefore && taken < runs.size()) {
      workers.help(this);
    }
    takenBefore = taken;
  }
}
