package org.metricbay.http;

/** Where a page goes as it is made, buffer by buffer. For use by one thread. */
interface PageSink {
  /** The first buffer, which has room for a number at least, as all that follow. */
  byte[] first();

  /**
   * Takes what a buffer holds, and gives the one for what follows, which may be the same.
   *
   * @param length how many bytes of it are text
   */
  byte[] take(byte[] buffer, int length);

  /** Takes what the last one holds, and gives the whole page; to be said once. */
  Body end(byte[] buffer, int length);
}
