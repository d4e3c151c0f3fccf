package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.thread.LastingThread;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that the reconciler's state belongs to. Work given to it is done in order; a fault
 * in it is logged and ends nothing. Not an executor of the JDK's, which forgets what is to be done
 * periodically when memory is short.
 */
final class DeployThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final LastingThread thread = new LastingThread("metricbay-reconcile", this::turn);
  private long given;
  private boolean closed;

  /** Fails when this is closed. */
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  /** Done when its time has come, unless it is cancelled before. */
  private final class Task extends FutureTask<Void> implements Comparable<Task> {
    private final long due;
    private final long number;

    Task(Runnable work, long due, long number) {
      super(work, null);
      this.due = due;
      this.number = number;
    }

    @Override
    public int compareTo(Task other) {
      int byTime = Long.signum(due - other.due);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }

    /** What is cancelled is not kept, with the plugin that it is about. */
    @Override
    protected void done() {
      if (isCancelled()) {
        forget(this);
      }
    }
  }

  void start() {
    thread.start();
  }

  /** Starts, and shows that it goes on. */
  void start(BundleContext context) {
    thread.start(context, "the reconciler");
  }

  /** Says within work that takes long that it goes on. */
  void beat() {
    thread.beat();
  }

  void execute(Runnable work) {
    Future<?> unused = add(System.nanoTime(), work);
  }

  /** Does it when the delay has passed, unless the returned future is cancelled before. */
  Future<?> after(Duration delay, Runnable work) {
    return add(System.nanoTime() + delay.toNanos(), work);
  }

  /** Does it now, and again each time the delay has passed since it was done. */
  void every(Duration delay, Runnable work) {
    execute(new Periodic(delay, work));
  }

  /** Adds itself again before it begins, as afterwards memory may be short. */
  private final class Periodic implements Runnable {
    private final Duration delay;
    private final Runnable work;

    Periodic(Duration delay, Runnable work) {
      this.delay = delay;
      this.work = work;
    }

    @Override
    public void run() {
      boolean added = false;
      while (!added && thread.isOpen()) {
        added = again();
      }
      guarded(work);
    }

    private boolean again() {
      try {
        Future<?> unused = after(delay, this);
        return true;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(PAUSE);
        return false;
      }
    }
  }

  /** Fails, and says why, when this is closed; before, it is never done. */
  CompletableFuture<Void> end() {
    return end;
  }

  <T> CompletableFuture<T> call(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    execute(
        () -> {
          try {
            result.complete(work.call());
          } catch (Exception | Error e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private synchronized Future<?> add(long due, Runnable work) {
    Task task = new Task(() -> guarded(work), due, given++);
    if (!closed) {
      tasks.add(task);
      notifyAll();
    }
    return task;
  }

  private synchronized void forget(Task task) {
    tasks.remove(task);
  }

  private void turn() throws InterruptedException {
    Task next = next();
    if (next != null) {
      next.run();
    }
  }

  /** What is due; nothing if there was nothing for a while. */
  @SuppressWarnings("WaitNotInLoop") // The next turn looks again.
  private synchronized @Nullable Task next() throws InterruptedException {
    Task first = tasks.peek();
    long left = first == null ? LONGEST_WAIT : first.due - System.nanoTime();
    if (left > 0) {
      // Rounded up, or it would turn a thousand times in the last millisecond.
      wait(TimeUnit.NANOSECONDS.toMillis(Math.min(left, LONGEST_WAIT)) + 1);
      return null;
    }
    return tasks.poll();
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      if (!end.isDone()) {
        tell(e); // Else it was interrupted.
      }
    }
  }

  private static void tell(Throwable problem) {
    try {
      LOG.error("deployment failed; it is tried again at the next change", problem);
    } catch (Throwable again) {
      // There is not even memory to tell it.
    }
  }

  @Override
  public void close() {
    end.completeExceptionally(
        new IllegalStateException("the deployer was stopped meanwhile: try again in a moment"));
    synchronized (this) {
      closed = true;
      tasks.clear();
    }
    thread.close();
  }
}
