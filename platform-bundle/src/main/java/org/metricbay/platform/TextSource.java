package org.metricbay.platform;

/** A text that comes in pieces: what has come of it, from some line on. */
interface TextSource {
  /**
   * Has more come, behind what is kept.
   *
   * @param from what stands before this is no longer wanted; what is kept moves to the front
   * @return false if there is no more, and nothing has moved
   * @throws java.io.UncheckedIOException if that cannot be told
   */
  boolean readOn(int from);

  /** What has come and is kept; another array after more has come. */
  byte[] bytes();

  /** How much of the array is text. */
  int length();
}
