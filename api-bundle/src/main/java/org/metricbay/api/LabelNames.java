package org.metricbay.api;

import java.util.Arrays;
import java.util.List;

/** The names of some labels, sorted and checked; shared by all labels that have them. Immutable. */
final class LabelNames {
  static final LabelNames NONE = new LabelNames(new String[0], true);

  private final String[] sorted;
  private final boolean plain;
  private final int characters;

  private LabelNames(String[] sorted, boolean plain) {
    this.sorted = sorted;
    this.plain = plain;
    int sum = 0;
    for (String name : sorted) {
      sum += name.length();
    }
    this.characters = sum;
  }

  /** These names, in any order. */
  static LabelNames of(List<String> names, boolean utf8) {
    String[] pairs = new String[2 * names.size()];
    for (int i = 0; i < names.size(); i++) {
      pairs[2 * i] = names.get(i);
      pairs[2 * i + 1] = "";
    }
    sortPairs(pairs);
    return ofPairs(pairs, utf8);
  }

  /** Those of names and values in turn, sorted by name. */
  static LabelNames ofPairs(String[] pairs, boolean utf8) {
    String[] names = new String[pairs.length / 2];
    boolean plain = true;
    for (int i = 0; i < names.length; i++) {
      names[i] = pairs[2 * i];
      Names.checkLabel(names[i], utf8);
      plain &= !utf8 || Names.isPlainLabel(names[i]);
      if (i > 0 && names[i].equals(names[i - 1])) {
        throw new IllegalArgumentException(
            "label \"" + names[i] + "\" is given twice: keep one of them");
      }
    }
    return names.length == 0 ? NONE : new LabelNames(names, plain);
  }

  /** An insertion sort: there are few labels, mostly sorted already. */
  static void sortPairs(String[] pairs) {
    for (int i = 2; i < pairs.length; i += 2) {
      String name = pairs[i];
      String value = pairs[i + 1];
      int j = i - 2;
      for (; j >= 0 && compare(pairs[j], name) > 0; j -= 2) {
        pairs[j + 2] = pairs[j];
        pairs[j + 3] = pairs[j + 1];
      }
      pairs[j + 2] = name;
      pairs[j + 3] = value;
    }
  }

  private static int compare(String a, String b) {
    return a == null || b == null ? 0 : a.compareTo(b);
  }

  int size() {
    return sorted.length;
  }

  /** How many all have together. */
  int characters() {
    return characters;
  }

  String name(int index) {
    return sorted[index];
  }

  boolean contains(String name) {
    return Arrays.asList(sorted).contains(name);
  }

  /** Whether every Prometheus reads them. */
  boolean arePlain() {
    return plain;
  }

  /** Whether names and values in turn have these names in this order. */
  boolean areSortedIn(String[] pairs) {
    if (pairs.length != 2 * sorted.length) {
      return false;
    }
    for (int i = 0; i < sorted.length; i++) {
      if (!sorted[i].equals(pairs[2 * i])) {
        return false;
      }
    }
    return true;
  }

  /** The values in names and values in turn, which have these names in this order. */
  String[] valuesIn(String[] pairs) {
    String[] values = new String[sorted.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = pairs[2 * i + 1];
      checkValue(i, values[i]);
    }
    return values;
  }

  void checkValue(int index, String value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "label \"" + sorted[index] + "\" has the value null: leave the label out or use \"\"");
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof LabelNames names && Arrays.equals(sorted, names.sorted));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sorted);
  }
}
