package org.metricbay.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.api.SummarySample;

/**
 * A page in Prometheus's text format 0.0.4, taken apart into lines that can be compared: {@code
 * TYPE name}, {@code HELP name} and {@code name{labels}}, each with its value. Knows as much of the
 * format as node_exporter's pages need.
 *
 * @param lines what the page says, sorted
 */
public record Page(SortedMap<String, String> lines) {
  /** Labels whose values are numbers, which may be written in several ways. */
  private static final Set<String> BOUNDS = Set.of("le", "quantile");

  /** Reads the part of a page that is about the metrics with certain names. */
  public static Page read(Path file, Predicate<String> names) throws IOException {
    SortedMap<String, String> lines = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("# ")) {
        String[] part = line.split(" ", 4);
        if (names.test(part[2])) {
          lines.put(part[1] + " " + part[2], part[3].replace("\\\\", "\\"));
        }
      } else if (!line.isEmpty()) {
        addSample(line, names, lines);
      }
    }
    return new Page(lines);
  }

  /** The lines {@code TYPE name} of what plugins say now. */
  public static Set<String> typesOf(List<MetricPlugin> plugins) throws Exception {
    Set<String> types = new TreeSet<>();
    for (MetricPlugin plugin : plugins) {
      of(plugin.collect()).lines().keySet().stream()
          .filter(line -> line.startsWith("TYPE "))
          .forEach(types::add);
    }
    return types;
  }

  private static void addSample(String line, Predicate<String> names, Map<String, String> lines) {
    int space = line.lastIndexOf(' ');
    String series = line.substring(0, space);
    int brace = series.indexOf('{');
    String name = brace < 0 ? series : series.substring(0, brace);
    if (names.test(name)) {
      Labels labels = brace < 0 ? Labels.empty() : labels(series.substring(brace + 1));
      lines.put(name + labels, number(line.substring(space + 1)));
    }
  }

  /** Reads {@code a="x",b="y"}} with its escapes. */
  private static Labels labels(String text) {
    List<String> pairs = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    int at = 0;
    while (text.charAt(at) != '}') {
      int equals = text.indexOf('=', at);
      pairs.add(text.substring(at, equals));
      value.setLength(0);
      for (at = equals + 2; text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\') {
          at++;
          value.append(text.charAt(at) == 'n' ? '\n' : text.charAt(at));
        } else {
          value.append(text.charAt(at));
        }
      }
      boolean number = BOUNDS.contains(pairs.get(pairs.size() - 1));
      pairs.add(number ? number(value.toString()) : value.toString());
      at += text.charAt(at + 1) == ',' ? 2 : 1;
    }
    return Labels.of(pairs.toArray(String[]::new));
  }

  private static String number(String text) {
    return switch (text) {
      case "+Inf" -> Double.toString(Double.POSITIVE_INFINITY);
      case "-Inf" -> Double.toString(Double.NEGATIVE_INFINITY);
      default -> Double.toString(Double.parseDouble(text));
    };
  }

  /** What families say on a page; those without samples are not on it. */
  public static Page of(List<MetricFamily> families) {
    SortedMap<String, String> lines = new TreeMap<>();
    for (MetricFamily family : families) {
      for (Sample sample : family.samples()) {
        lines.put("TYPE " + family.name(), type(family.type()));
        lines.put("HELP " + family.name(), family.help());
        addSample(family.name(), sample, lines);
      }
    }
    return new Page(lines);
  }

  private static void addSample(String name, Sample sample, Map<String, String> lines) {
    Labels labels = sample.labels();
    if (sample instanceof NumberSample number) {
      lines.put(name + labels, Double.toString(number.value()));
    } else if (sample instanceof HistogramSample histogram) {
      for (HistogramSample.Bucket bucket : histogram.buckets()) {
        lines.put(
            name + "_bucket" + with(labels, "le", bucket.upperBound()),
            Double.toString((double) bucket.cumulativeCount()));
      }
      addSumAndCount(name, labels, histogram.sum(), histogram.count(), lines);
    } else if (sample instanceof SummarySample summary) {
      for (SummarySample.Quantile quantile : summary.quantiles()) {
        lines.put(
            name + with(labels, "quantile", quantile.rank()), Double.toString(quantile.value()));
      }
      addSumAndCount(name, labels, summary.sum(), summary.count(), lines);
    }
  }

  private static void addSumAndCount(
      String name, Labels labels, double sum, long count, Map<String, String> lines) {
    lines.put(name + "_sum" + labels, Double.toString(sum));
    lines.put(name + "_count" + labels, Double.toString((double) count));
  }

  private static Labels with(Labels labels, String name, double value) {
    List<String> pairs = new ArrayList<>(List.of(name, Double.toString(value)));
    for (int i = 0; i < labels.size(); i++) {
      pairs.add(labels.name(i));
      pairs.add(labels.value(i));
    }
    return Labels.of(pairs.toArray(String[]::new));
  }

  private static String type(MetricType type) {
    return switch (type) {
      // The format has no type of its own for it.
      case INFO -> "gauge";
      case UNKNOWN -> "untyped";
      default -> type.name().toLowerCase(Locale.ROOT);
    };
  }
}
