package org.metricbay.api;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * The labels of a family's samples, which are mostly the same objects from scrape to scrape: what
 * was found out about them once is known the next time. Immutable.
 */
final class Series extends AbstractList<Labels> implements RandomAccess {
  static final Series NONE = new Series(new Labels[0]);

  /** What is not known yet. */
  private static final int UNKNOWN = -1;

  private final Labels[] labels;
  private int characters = UNKNOWN;
  private int distinct = UNKNOWN;

  /** Of labels in an array that nobody else has. */
  Series(Labels[] labels) {
    this.labels = labels;
  }

  @Override
  public Labels get(int index) {
    return labels[index];
  }

  @Override
  public int size() {
    return labels.length;
  }

  /** How many characters names and values of all have together. */
  int characters() {
    int known = characters;
    if (known == UNKNOWN) {
      known = 0;
      for (Labels one : labels) {
        known += one.characters();
      }
      characters = known;
    }
    return known;
  }

  /** Whether no two are of the same series. */
  boolean areDistinct() {
    int known = distinct;
    if (known == UNKNOWN) {
      known = SeriesSet.areDistinct(labels) ? 1 : 0;
      distinct = known;
    }
    return known == 1;
  }
}
