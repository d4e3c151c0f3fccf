package org.metricbay.api;

import java.util.Arrays;
import java.util.List;

/**
 * The numbers of a family as they are collected, and their labels. While these come as they did the
 * time before, none of them is kept a second time. For use by one thread.
 */
final class Numbers {
  private static final int FEW = 4;
  private static final double[] NO_VALUES = {};
  private static final Labels[] NO_LABELS = {};

  /** Those of the time before. */
  private Series before = Series.NONE;

  /** Those of this time, once they are others; as long as {@link #values}. */
  private Labels[] labels = NO_LABELS;

  private boolean asBefore = true;
  private double[] values = NO_VALUES;
  private int size;

  /** Begins anew. */
  void begin() {
    if (values.length / 4 > size) {
      values = new double[size]; // Most of what was there has gone.
    }
    labels = NO_LABELS;
    asBefore = true;
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The labels that stood here the time before; without any if that is not known. */
  Labels expected() {
    return asBefore && size < before.size() ? before.get(size) : Labels.empty();
  }

  void add(double value, Labels added) {
    if (size == values.length) {
      grow();
    }
    if (asBefore && !(size < before.size() && before.get(size).equals(added))) {
      asBefore = false;
      labels = copy(values.length);
    }
    if (!asBefore) {
      labels[size] = added;
    }
    values[size++] = value;
  }

  /** Most families have one sample. */
  private void grow() {
    int length = size == 0 ? Math.max(1, before.size()) : Math.max(FEW, 2 * size);
    values = Arrays.copyOf(values, length);
    if (!asBefore) {
      labels = copy(length);
    }
  }

  /** The labels so far, in a new array. */
  private Labels[] copy(int length) {
    Labels[] copy = new Labels[length];
    for (int i = 0; i < size; i++) {
      copy[i] = asLabelsOf(i);
    }
    return copy;
  }

  private Labels asLabelsOf(int index) {
    return index < labels.length ? labels[index] : before.get(index);
  }

  /** All so far; more may be added afterwards. */
  List<Sample> samples() {
    if (size == 0) {
      before = Series.NONE;
      return List.of();
    }
    if (!asBefore || size < before.size()) {
      before = new Series(copy(size));
      labels = NO_LABELS;
      asBefore = true;
    }
    return new NumberSamples(before, Arrays.copyOf(values, size));
  }
}
