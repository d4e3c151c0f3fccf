package org.metricbay.http.server;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.http.access.Words;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's threads, for the server's work: a limited number at once. Slow work is done
 * {@linkplain #afterwards afterwards}, when the server has released the request and the thread does
 * not count any more: collectors that hang then hold up neither a connection nor the server.
 */
@Component(service = HttpThreads.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class HttpThreads implements Executor {
  /** Each costs memory; what may wait for long, such as collectors, does not count. */
  private static final int MOST = Math.max(12, 2 * Runtime.getRuntime().availableProcessors());

  private final Logger log = LoggerFactory.getLogger(HttpThreads.class);
  private final CollectionEngine engine;
  private final Executor threads;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final Map<Thread, Turn> turns = new ConcurrentHashMap<>();
  private int running;

  /** What a thread does now for the server, and what it has been told to do afterwards. */
  private static final class Turn {
    private @Nullable Runnable then;
    private boolean away;
    private boolean last;
  }

  /** Takes the engine, whose threads may call plugins. */
  @Activate
  public HttpThreads(@Reference CollectionEngine engine) {
    this.engine = engine;
    threads = engine.threads();
  }

  @Override
  public void execute(Runnable task) {
    Turn turn = turns.get(Thread.currentThread());
    if (turn != null && turn.last && turn.then == null) {
      turn.then = task;
    } else if (takesPlace(task)) {
      begin(task);
    }
  }

  /** Whether there is a place for it; if not, it waits for one. */
  private synchronized boolean takesPlace(Runnable task) {
    boolean waits = running >= MOST && waits(task);
    if (!waits) {
      running++;
    }
    return !waits;
  }

  private boolean waits(Runnable task) {
    try {
      return waiting.add(task);
    } catch (OutOfMemoryError e) {
      return false; // One more than usual, for a moment.
    }
  }

  private void begin(Runnable task) {
    try {
      threads.execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      next(); // The engine has ended, and the server is about to.
    } catch (OutOfMemoryError e) {
      // No thread is available. The server's own does it, and takes no more until it has.
      run(task);
    }
  }

  /** Has something done by this thread when it is done with the server's work, at the latest. */
  public void afterwards(Runnable work) {
    Turn turn = turns.get(Thread.currentThread());
    if (turn != null && !turn.last && turn.then == null) {
      turn.then = work;
    } else {
      threads.execute(work);
    }
  }

  /**
   * Does the last thing that a thread of the engine has to do. If the server wants something done
   * meanwhile, as when an answer has ended, this thread does it next: no other has to be woken.
   */
  public void last(Runnable work) {
    Turn turn = lastTurn();
    if (turn == null) {
      work.run();
      return;
    }
    try {
      work.run();
    } finally {
      turns.remove(Thread.currentThread());
      Runnable then = turn.then;
      if (then != null && takesPlace(then)) {
        runAfterwards(then);
      }
    }
  }

  /** Nothing if the thread has a turn, or for want of memory: the work is done all the same. */
  private @Nullable Turn lastTurn() {
    try {
      Turn turn = new Turn();
      turn.last = true;
      return turns.putIfAbsent(Thread.currentThread(), turn) == null ? turn : null;
    } catch (OutOfMemoryError e) {
      return null;
    }
  }

  private void runAfterwards(Runnable then) {
    try {
      engine.afterwards(() -> run(then));
    } catch (OutOfMemoryError e) {
      run(then); // Or its place would be taken for ever.
    }
  }

  /**
   * Has this thread not count while it does what may hang, such as to call a plugin: others go on
   * in its place. Returns whether it did count, and so has to {@linkplain #comeBack come back}.
   */
  public boolean leave() {
    Turn turn = turns.get(Thread.currentThread());
    if (turn == null || turn.away || turn.last) {
      return false;
    }
    turn.away = true;
    Runnable next = next();
    if (next != null) {
      begin(next);
    }
    return true;
  }

  /** The thread counts again, even if there are more than usual for a moment. */
  public void comeBack() {
    Turn turn = turns.get(Thread.currentThread());
    if (turn != null) {
      turn.away = false;
    }
    synchronized (this) {
      running++;
    }
  }

  private void run(Runnable first) {
    for (Runnable task = first; task != null; ) {
      task = runOne(task);
    }
  }

  /** Returns what to do next. */
  private @Nullable Runnable runOne(Runnable task) {
    Runnable then = null;
    Runnable next;
    try {
      then = turn(task);
    } finally {
      // Whatever was thrown, or the place would be taken for ever.
      next = next();
      if (next != null && then != null) {
        begin(next);
        next = null;
      }
    }
    if (then != null) {
      guarded(then);
    }
    return next;
  }

  private @Nullable Runnable turn(Runnable task) {
    Turn turn = begun();
    try {
      guarded(task);
      return turn == null ? null : turn.then;
    } finally {
      turns.remove(Thread.currentThread());
    }
  }

  /** Nothing for want of memory; the task is done all the same, or its request would be lost. */
  private @Nullable Turn begun() {
    try {
      Turn turn = new Turn();
      turns.put(Thread.currentThread(), turn);
      return turn;
    } catch (OutOfMemoryError e) {
      return null;
    }
  }

  /** What to do in the place of what is done; if there is nothing, the place is free. */
  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.poll();
    if (next == null) {
      running--;
    }
    return next;
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      tell(e);
    }
  }

  private void tell(Throwable problem) {
    try {
      log.error("a request failed: {}", Words.oneLine(problem.toString()));
      log.debug("where it failed", problem);
    } catch (Throwable again) {
      // There is not even memory to tell it.
    }
  }
}
