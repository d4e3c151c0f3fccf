package org.metricbay.core.deploy.internal;

/**
 * What is known of a file.
 *
 * @param seenAt when it was first seen with this fingerprint
 * @param readAt when it was last read
 */
record Known(Fingerprint fingerprint, Content content, long seenAt, long readAt) {

  /** Whether the file needs no reading to tell what it holds. */
  boolean holdsFor(Fingerprint now) {
    return fingerprint.isSameAs(now) && !mayHaveChangedSince();
  }

  /**
   * Whether it was read so soon after a change that a later one could have left the same
   * fingerprint, as the clock of the file system may be coarse.
   */
  private boolean mayHaveChangedSince() {
    long tick = fingerprint.tick().toNanos();
    return readAt - seenAt < tick && System.nanoTime() - seenAt >= tick;
  }
}
