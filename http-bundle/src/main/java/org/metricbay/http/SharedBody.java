package org.metricbay.http;

import java.util.concurrent.atomic.AtomicInteger;

/** A body that is sent to several clients; it returns to the pool after the last of them. */
final class SharedBody {
  private final Body body;

  /** Besides those who are sent it, whoever has made it, until {@link #release}. */
  private final AtomicInteger users = new AtomicInteger(1);

  SharedBody(Body body) {
    this.body = body;
  }

  /** The same bytes for one more. */
  Body another() {
    users.incrementAndGet();
    return new Body(body.pieces(), this::release);
  }

  /** To be said once by whoever has made it: there will be no more. */
  void release() {
    if (users.decrementAndGet() == 0) {
      body.release();
    }
  }
}
