package org.metricbay.host;

import java.util.Collection;
import java.util.Optional;

/** Finds the word that someone most likely meant. */
final class Nearest {
  private static final int LETTERS_PER_MISTAKE = 4;

  private Nearest() {}

  /** A hint to put behind a message; empty if nothing is near. */
  static String hint(String word, Collection<String> known) {
    return of(word, known).map(name -> "; did you mean " + name + "?").orElse("");
  }

  /** The nearest of the known words, unless all are too far. */
  static Optional<String> of(String word, Collection<String> known) {
    int best = Math.max(2, word.length() / LETTERS_PER_MISTAKE) + 1;
    Optional<String> nearest = Optional.empty();
    for (String name : known) {
      int distance = distance(word, name);
      if (distance < best) {
        best = distance;
        nearest = Optional.of(name);
      }
    }
    return nearest;
  }

  /** How many letters must be changed, added, taken out, or swapped with the next. */
  private static int distance(String a, String b) {
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : least(steps, a, b, i, j);
      }
    }
    return steps[a.length()][b.length()];
  }

  private static int least(int[][] steps, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least =
        Math.min(
            steps[i - 1][j - 1] + (same ? 0 : 1), Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
  }
}
