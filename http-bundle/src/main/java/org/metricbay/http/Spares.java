package org.metricbay.http;

import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * A pool of a few objects that are costly to create; the last one returned is the first one reused.
 * For use by any thread.
 */
final class Spares<T> {
  /**
   * More than are used at once: a client that has its answer asks again before what it was made
   * with is given back. What is recreated and given up time and again is large and, as it had a
   * long life, not found by quick collections of garbage: the heap would grow to its limit.
   */
  private static final int USUAL = 2 + 2 * Runtime.getRuntime().availableProcessors();

  private final BlockingDeque<T> spare;

  /** Of things of which each answer needs one. */
  Spares() {
    this(USUAL);
  }

  /** Of things of which an answer may need several: keeps at least as many, or as many as said. */
  Spares(int most) {
    spare = new LinkedBlockingDeque<>(Math.max(USUAL, most));
  }

  /** One that nobody uses, if there is any. */
  Optional<T> take() {
    return Optional.ofNullable(spare.pollFirst());
  }

  /** Whether it is kept for others; if not, there are enough. */
  boolean keep(T thing) {
    return spare.offerFirst(thing);
  }
}
