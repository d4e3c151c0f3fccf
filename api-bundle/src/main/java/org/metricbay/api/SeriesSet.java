package org.metricbay.api;

/** A set of series, by their labels. An open hash table, without an object for each entry. */
final class SeriesSet {
  /** Fibonacci hashing: the upper bits of a product with this are spread evenly. */
  private static final int SPREAD = 0x9e3779b9;

  /** As few are compared with each other sooner than put into a table. */
  private static final int FEW = 6;

  private final Labels[] seen;
  private final int unused;

  /** Has room for so many, at least one. */
  SeriesSet(int size) {
    int mask = (Integer.highestOneBit(size) << 2) - 1;
    unused = Integer.numberOfLeadingZeros(mask);
    seen = new Labels[mask + 1];
  }

  /** Whether all of these are of different series. */
  static boolean areDistinct(Labels[] all) {
    return all.length <= FEW ? areFewDistinct(all) : areManyDistinct(all);
  }

  private static boolean areFewDistinct(Labels[] all) {
    for (int i = 1; i < all.length; i++) {
      int hash = all[i].hashCode();
      for (int j = 0; j < i; j++) {
        if (all[j].hashCode() == hash && all[j].areOfSameSeriesAs(all[i])) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean areManyDistinct(Labels[] all) {
    SeriesSet series = new SeriesSet(all.length);
    for (Labels labels : all) {
      if (!series.add(labels)) {
        return false;
      }
    }
    return true;
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
