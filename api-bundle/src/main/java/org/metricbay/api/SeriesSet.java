package org.metricbay.api;

/** A set of series, by their labels. An open hash table, without an object for each entry. */
final class SeriesSet {
  /** Fibonacci hashing: the upper bits of a product with this are spread evenly. */
  private static final int SPREAD = 0x9e3779b9;

  private final Labels[] seen;
  private final int unused;

  /** Has room for so many, at least one. */
  SeriesSet(int size) {
    int mask = (Integer.highestOneBit(size) << 2) - 1;
    unused = Integer.numberOfLeadingZeros(mask);
    seen = new Labels[mask + 1];
  }

  /** Adds one; false if it is there already. */
  boolean add(Labels labels) {
    int at = (labels.hashCode() * SPREAD) >>> unused;
    while (seen[at] != null) {
      if (seen[at].areOfSameSeriesAs(labels)) {
        return false;
      }
      at = (at + 1) & (seen.length - 1);
    }
    seen[at] = labels;
    return true;
  }
}
