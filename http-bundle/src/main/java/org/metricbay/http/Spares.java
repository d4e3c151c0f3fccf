package org.metricbay.http;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A few things that are costly to make, kept from request to request. For use by any thread. */
final class Spares<T> {
  private final BlockingQueue<T> spare =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  /** One that nobody uses, if there is any. */
  Optional<T> take() {
    return Optional.ofNullable(spare.poll());
  }

  /** Whether it is kept for others; if not, there are enough. */
  boolean keep(T thing) {
    return spare.offer(thing);
  }
}
