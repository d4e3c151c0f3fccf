package org.metricbay.http;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;

/**
 * Limits how many answers are made at once. Further requests wait without a thread, and all that
 * wait for the same share one answer.
 *
 * @param <K> what is asked for
 * @param <W> who waits
 */
final class Turns<K, W> {
  private final IntSupplier most;
  private final Executor threads;
  private final BiConsumer<K, Queue<W>> work;
  private final Map<K, Queue<W>> waiting = new LinkedHashMap<>();
  private int taken;

  /**
   * Makes turns.
   *
   * @param most how many, which may change; one at least
   * @param threads where the work is done for those who had to wait
   * @param work answers; it {@linkplain #end ends} its turn itself, unless it throws
   */
  Turns(IntSupplier most, Executor threads, BiConsumer<K, Queue<W>> work) {
    this.most = most;
    this.threads = threads;
    this.work = work;
  }

  /** Has it answered now, or when it is its turn. */
  void take(K wanted, W who) {
    Queue<W> all = new ArrayDeque<>(1);
    all.add(who);
    synchronized (this) {
      if (taken >= most.getAsInt()) {
        waiting.computeIfAbsent(wanted, same -> new ArrayDeque<>()).add(who);
        return;
      }
      taken++;
    }
    begin(wanted, all);
  }

  /** A turn whose work does not even begin, as for want of memory, is over. */
  private void begin(K wanted, Queue<W> all) {
    boolean begun = false;
    try {
      work.accept(wanted, all);
      begun = true;
    } finally {
      if (!begun) {
        end();
      }
    }
  }

  /** Ends a turn, which those who have waited longest get. */
  void end() {
    Map.Entry<K, Queue<W>> next;
    synchronized (this) {
      // If there are to be fewer now, the others that are in progress serve who waits.
      if (waiting.isEmpty() || taken > most.getAsInt()) {
        taken--;
        return;
      }
      next = waiting.entrySet().iterator().next();
      waiting.remove(next.getKey());
    }
    try {
      threads.execute(() -> begin(next.getKey(), next.getValue()));
    } catch (OutOfMemoryError e) {
      begin(next.getKey(), next.getValue()); // There is no thread, but they wait.
    }
  }
}
