package org.metricbay.soak;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A scraped page.
 *
 * @param values the value of each series, which is written as on the page
 * @param counters the names of the families that are counters
 */
record Page(Map<String, Double> values, Set<String> counters) {

  static Page parse(String text) {
    Map<String, Double> values = new HashMap<>();
    Set<String> counters = new HashSet<>();
    // Not at other ends of lines, which a label may hold.
    Pattern.compile("\n", Pattern.LITERAL)
        .splitAsStream(text)
        .forEach(
            line -> {
              if (line.startsWith("# TYPE ") && line.endsWith(" counter")) {
                counters.add(line.split(" ", 4)[2]);
              } else if (!line.startsWith("#") && !line.isEmpty()) {
                int space = line.lastIndexOf(' ');
                values.put(line.substring(0, space), number(line.substring(space + 1)));
              }
            });
    return new Page(values, counters);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  boolean has(String series) {
    return values.containsKey(series);
  }

  /** The value of a series; NaN if it is not there. */
  double value(String series) {
    return values.getOrDefault(series, Double.NaN);
  }

  boolean isCounter(String series) {
    return counters.contains(familyOf(series));
  }

  static String familyOf(String series) {
    int brace = series.indexOf('{');
    return brace < 0 ? series : series.substring(0, brace);
  }
}
