package org.metricbay.http.access;

import org.metricbay.http.webconfig.RateLimit;

/** Admits a burst of requests, and then one for each token that has come back. */
final class TokenBucket {
  private final RateLimit limit;
  private double tokens;
  private long last;

  TokenBucket(RateLimit limit, long nanoTime) {
    this.limit = limit;
    this.tokens = limit.burst();
    this.last = nanoTime;
  }

  boolean isOf(RateLimit other) {
    return limit.equals(other);
  }

  /** Takes a token, if there is one. */
  synchronized boolean take(long nanoTime) {
    double back = (double) (nanoTime - last) / limit.interval().toNanos();
    tokens = Math.min(limit.burst(), tokens + back);
    last = nanoTime;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
