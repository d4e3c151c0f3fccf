package org.metricbay.itest;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A scraped page.
 *
 * @param values the value of each series, which is written as on the page
 * @param types the type of each family
 */
record MetricsPage(SortedMap<String, Double> values, Map<String, String> types) {

  static MetricsPage parse(String text) {
    SortedMap<String, Double> values = new TreeMap<>();
    Map<String, String> types = new TreeMap<>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("# TYPE ")) {
        String[] parts = line.split(" ", -1);
        types.put(parts[2], parts[3]);
      } else if (!line.startsWith("#") && !line.isEmpty()) {
        int space = line.lastIndexOf(' ');
        Double before = values.put(line.substring(0, space), number(line.substring(space + 1)));
        if (before != null) {
          throw new AssertionError("twice on the page: " + line);
        }
      }
    }
    return new MetricsPage(values, types);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The value of a series; NaN if it is not there. */
  double value(String series) {
    return values.getOrDefault(series, Double.NaN);
  }

  boolean has(String series) {
    return values.containsKey(series);
  }

  /** All series whose text begins so. */
  Set<String> startingWith(String prefix) {
    return values.keySet().stream()
        .filter(series -> series.startsWith(prefix))
        .collect(Collectors.toSet());
  }

  boolean isCounter(String series) {
    int brace = series.indexOf('{');
    return "counter".equals(types.get(brace < 0 ? series : series.substring(0, brace)));
  }
}
