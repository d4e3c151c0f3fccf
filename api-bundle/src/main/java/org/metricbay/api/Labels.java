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
  private static final Labels EMPTY = new Labels(new String[0]);

  /** Names and values in turn, sorted by name. */
  private final String[] pairs;

  private final int hash;

  private Labels(String[] pairs) {
    this.pairs = pairs;
    this.hash = Arrays.hashCode(pairs);
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
   * As {@link #of}, which need not look at the names again if they are those of labels made before:
   * on the path of every scrape, as the samples of a family mostly have the same names.
   */
  static Labels like(Labels before, String... namesAndValues) {
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
    String[] sorted = namesAndValues.clone();
    if (!before.namedLike(sorted)) {
      sort(sorted);
      checkNames(sorted);
    }
    for (int i = 0; i < sorted.length; i += 2) {
      if (sorted[i + 1] == null) {
        throw new IllegalArgumentException(
            "label \"" + sorted[i] + "\" has the value null: leave the label out or use \"\"");
      }
    }
    return new Labels(sorted);
  }

  private boolean namedLike(String[] others) {
    if (others.length != pairs.length) {
      return false;
    }
    for (int i = 0; i < pairs.length; i += 2) {
      if (!pairs[i].equals(others[i])) {
        return false;
      }
    }
    return true;
  }

  private static void checkNames(String[] sorted) {
    for (int i = 0; i < sorted.length; i += 2) {
      Names.checkLabel(sorted[i]);
      if (i > 0 && sorted[i].equals(sorted[i - 2])) {
        throw new IllegalArgumentException(
            "label \"" + sorted[i] + "\" is given twice: keep one of them");
      }
    }
  }

  /** An insertion sort: there are few labels, mostly sorted already. */
  private static void sort(String[] pairs) {
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

  /** The number of labels. */
  public int size() {
    return pairs.length / 2;
  }

  /** The name of label {@code index}, from 0 to {@code size() - 1}. */
  public String name(int index) {
    return pairs[2 * index];
  }

  /** The value of label {@code index}, from 0 to {@code size() - 1}. */
  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /** Whether a label has this name. */
  public boolean has(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Labels labels
        && hash == labels.hash
        && Arrays.equals(pairs, labels.pairs);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** As on a page, without escapes: {@code {cpu="0",mode="idle"}}; nothing if there are none. */
  @Override
  public String toString() {
    if (pairs.length == 0) {
      return "";
    }
    StringJoiner joiner = new StringJoiner(",", "{", "}");
    for (int i = 0; i < pairs.length; i += 2) {
      joiner.add(pairs[i] + "=\"" + pairs[i + 1] + "\"");
    }
    return joiner.toString();
  }
}
