package org.metricbay.soak;

import java.io.IOException;

/**
 * Moments in which what is promised need not hold, as somebody stops plugins or takes all memory. A
 * scrape that one of them touches is not judged. For use by any thread; one at a time makes them.
 */
final class Excuses {

  /** What is excused. */
  enum What {
    NOTHING,
    /** Series may be missing and counters begin again. */
    SERIES,
    /** Scrapes may fail, too. */
    SCRAPES
  }

  /**
   * The number of moments that have begun or ended so far, for each kind; odd within one.
   *
   * @param series of those that excuse series
   * @param scrapes of those that excuse scrapes
   */
  record Mark(long series, long scrapes) {}

  /** Something done that may do harm for a moment. */
  @FunctionalInterface
  interface Deed {
    void run() throws IOException, InterruptedException;
  }

  private Mark now = new Mark(0, 0);

  synchronized Mark mark() {
    return now;
  }

  void during(What what, Deed deed) throws IOException, InterruptedException {
    change(what);
    try {
      deed.run();
    } finally {
      change(what);
    }
  }

  private synchronized void change(What what) {
    now =
        switch (what) {
          case NOTHING -> now;
          case SERIES -> new Mark(now.series() + 1, now.scrapes());
          case SCRAPES -> new Mark(now.series() + 1, now.scrapes() + 1);
        };
  }

  /** Whether what has gone on since the mark need not have all series. */
  synchronized boolean excuseSeries(Mark since) {
    return since.series() % 2 == 1 || since.series() != now.series();
  }

  /** Whether what has gone on since the mark may have failed. */
  synchronized boolean excuseScrapes(Mark since) {
    return since.scrapes() % 2 == 1 || since.scrapes() != now.scrapes();
  }
}
