package org.metricbay.api;

import java.util.Arrays;
import java.util.StringJoiner;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The labels of one sample, sorted by name, each name once. Two values are equal when all names and
 * values are. Immutable.
 */
@ProviderType
public final class Labels {
  private static final Labels EMPTY = new Labels(LabelNames.NONE, new String[0]);

  private final LabelNames names;
  private final String[] values;

  /** Made when it is asked for; 0 until then. */
  private int hash;

  /** With values in the order of the names, in an array that nobody else has. */
  Labels(LabelNames names, String[] values) {
    this.names = names;
    this.values = values;
  }

  /** No labels. */
  public static Labels empty() {
    return EMPTY;
  }

  /**
   * Labels from names and values in turn, in any order: {@code Labels.of("cpu", "0", "mode",
   * "idle")}. A value may be empty and may hold any character.
   *
   * @throws IllegalArgumentException if a value is missing, a name is not allowed or is there twice
   */
  public static Labels of(String... namesAndValues) {
    return like(EMPTY, namesAndValues);
  }

  /**
   * As {@link #of}, with names of any characters, as Prometheus 3 has them: {@code "http.method"}.
   * Clients that cannot read such names get others in their place.
   *
   * @since 1.1
   */
  public static Labels ofUtf8(String... namesAndValues) {
    return paired(EMPTY, true, namesAndValues);
  }

  /**
   * As {@link #of}, which need not look at the names again if they are those of labels made before:
   * on the path of every scrape, as the samples of a family mostly have the same names.
   */
  static Labels like(Labels before, String... namesAndValues) {
    return paired(before, false, namesAndValues);
  }

  private static Labels paired(Labels before, boolean utf8, String... namesAndValues) {
    if (namesAndValues.length == 0) {
      return EMPTY;
    }
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "labels "
              + Arrays.toString(namesAndValues)
              + " have a name without a value: give names and values in turn, as in"
              + " \"cpu\", \"0\", \"mode\", \"idle\"");
    }
    if (before.names.areSortedIn(namesAndValues)) {
      return new Labels(before.names, before.names.valuesIn(namesAndValues));
    }
    String[] sorted = namesAndValues.clone();
    LabelNames.sortPairs(sorted);
    LabelNames names = LabelNames.ofPairs(sorted, utf8);
    return new Labels(names, names.valuesIn(sorted));
  }

  /** The number of labels. */
  public int size() {
    return values.length;
  }

  /** The name of label {@code index}, from 0 to {@code size() - 1}. */
  public String name(int index) {
    return names.name(index);
  }

  /** The value of label {@code index}, from 0 to {@code size() - 1}. */
  public String value(int index) {
    return values[index];
  }

  /**
   * How many characters names and values have together.
   *
   * @since 1.1
   */
  public int characters() {
    int sum = names.characters();
    for (String value : values) {
      sum += value.length();
    }
    return sum;
  }

  /** Whether they have these names. */
  boolean haveNames(LabelNames others) {
    return names.equals(others);
  }

  /** Whether a label has this name. */
  public boolean has(String name) {
    return names.contains(name);
  }

  /**
   * Whether every Prometheus reads the names, not only one that knows UTF-8 in them.
   *
   * @since 1.1
   */
  public boolean hasPlainNames() {
    return names.arePlain();
  }

  /**
   * The same without those that are empty, which for Prometheus are missing: two samples whose
   * labels differ only in such ones are of one series.
   *
   * @since 1.1
   */
  public Labels withoutEmpty() {
    int filled = 0;
    for (String value : values) {
      filled += value.isEmpty() ? 0 : 1;
    }
    if (filled == values.length) {
      return this;
    }
    String[] pairs = new String[2 * filled];
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      if (!values[i].isEmpty()) {
        pairs[at++] = names.name(i);
        pairs[at++] = values[i];
      }
    }
    return paired(EMPTY, true, pairs);
  }

  /** Whether both are of one series: equal but for labels that are empty. */
  boolean areOfSameSeriesAs(Labels other) {
    return equals(other)
        || (hashCode() == other.hashCode() && withoutEmpty().equals(other.withoutEmpty()));
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof Labels labels
        && (hash == 0 || labels.hash == 0 || hash == labels.hash)
        && names.equals(labels.names)
        && Arrays.equals(values, labels.values);
  }

  /** That of the labels that are not empty, by which series are told apart. */
  @Override
  public int hashCode() {
    int made = hash;
    if (made == 0) {
      made = 1;
      for (int i = 0; i < values.length; i++) {
        if (!values[i].isEmpty()) {
          made = 31 * (31 * made + names.name(i).hashCode()) + values[i].hashCode();
        }
      }
      hash = made;
    }
    return made;
  }

  /** As on a page, without escapes: {@code {cpu="0",mode="idle"}}; nothing if there are none. */
  @Override
  public String toString() {
    if (values.length == 0) {
      return "";
    }
    StringJoiner joiner = new StringJoiner(",", "{", "}");
    for (int i = 0; i < values.length; i++) {
      joiner.add(names.name(i) + "=\"" + values[i] + "\"");
    }
    return joiner.toString();
  }
}
