package org.metricbay.http.server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Collects the garbage that many clients leave in the old generation, during and after their visit.
 * By itself the JVM collects there only when the heap is at its limit, and then keeps it as large.
 * Of usual clients it sees nothing for minutes.
 */
final class CrowdGarbage {
  private static final int CROWD = 128;

  /** Connections that end between two checks, if those who come and go are a crowd. */
  private static final int MANY = 32;

  /** Checks without a crowd until its work is over, and until that is certain. */
  private static final int CALM = 24;

  private static final int QUITE_CALM = 80;

  private final BooleanSupplier isWorthIt;
  private final Runnable collect;
  private final AtomicInteger closed = new AtomicInteger();
  private volatile boolean crowded;
  private int calm;

  /**
   * Has seen nobody yet.
   *
   * @param isWorthIt whether there is so much garbage that a collection is, which takes tens of
   *     milliseconds
   * @param collect collects it, and gives back what is free
   */
  CrowdGarbage(BooleanSupplier isWorthIt, Runnable collect) {
    this.isWorthIt = isWorthIt;
    this.collect = collect;
  }

  /** One has gone; for any thread. */
  void closed() {
    closed.incrementAndGet();
  }

  /** Checks how many there are; for one thread, four times a second while there is a crowd. */
  void look(int open) {
    boolean crowd = closed.getAndSet(0) >= MANY || open >= CROWD;
    crowded |= crowd;
    calm = crowded && !crowd && open < CROWD / 4 ? calm + 1 : 0;
    boolean gone = calm == CALM || calm == QUITE_CALM;
    if (gone || (crowded && calm == 0 && isWorthIt.getAsBoolean())) {
      collect.run();
    }
    crowded &= calm < QUITE_CALM;
  }

  /** Whether a crowd is there that may go. */
  boolean isCrowded() {
    return crowded;
  }
}
