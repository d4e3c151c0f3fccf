package org.metricbay.http.server;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has the garbage collected that a crowd of clients leaves in the old part of the heap, while they
 * come and go, and when they have gone. By itself the JVM looks there only when the heap is at its
 * limit, and then keeps it as large. Of usual clients it sees nothing for minutes.
 */
final class CrowdGarbage {
  private static final int CROWD = 128;

  /** Connections whose remains are worth a collection. */
  private static final int MANY = 256;

  /** Looks without a crowd until what it began is over, and until that is surely so. */
  private static final int CALM = 3;

  private static final int QUITE_CALM = 10;

  /** Looks between two collections, as each takes tens of milliseconds. */
  private static final int LOOKS_BETWEEN = 3;

  private final Runnable collect;
  private final Runnable shrink;
  private final AtomicInteger closed = new AtomicInteger();
  private boolean crowded;
  private int calm;
  private int looks;

  /**
   * Has seen nobody yet.
   *
   * @param collect done while clients come and go
   * @param shrink done when a crowd has gone
   */
  CrowdGarbage(Runnable collect, Runnable shrink) {
    this.collect = collect;
    this.shrink = shrink;
  }

  /** One has gone; for any thread. */
  void closed() {
    closed.incrementAndGet();
  }

  /** Looks how many there are; for one thread, every few seconds. */
  void look(int open) {
    looks++;
    crowded |= open >= CROWD;
    calm = crowded && open < CROWD / 4 ? calm + 1 : 0;
    if (calm == CALM || calm == QUITE_CALM) {
      crowded = calm < QUITE_CALM;
      collect(shrink);
    } else if (closed.get() >= MANY && looks >= LOOKS_BETWEEN) {
      collect(collect);
    }
  }

  private void collect(Runnable how) {
    looks = 0;
    closed.set(0);
    how.run();
  }

  /** Whether a crowd is there that may go. */
  boolean isCrowded() {
    return crowded;
  }
}
