package org.metricbay.storage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;

/** Gathers samples into families; each family appears with its first sample. */
final class Families {
  private final String prefix;
  private final Map<String, MetricFamily.NumberBuilder> builders = new LinkedHashMap<>();

  /**
   * Starts without a family.
   *
   * @param prefix what all names begin with
   */
  Families(String prefix) {
    this.prefix = prefix;
  }

  /**
   * What a column, a file or a field is exposed as.
   *
   * @param name the metric's name behind the prefix; empty if it is not exposed
   * @param counts whether it is a counter
   * @param unit what the kernel's value is multiplied by
   * @param labels its own labels, as names and values in turn
   */
  record Value(String name, boolean counts, double unit, String help, List<String> labels) {
    static final Value NONE = gauge("", "");

    static Value count(String name, String help, String... labels) {
      return new Value(name, true, 1, help, List.of(labels));
    }

    static Value gauge(String name, String help, String... labels) {
      return new Value(name, false, 1, help, List.of(labels));
    }

    /** The same in another unit. */
    Value times(double factor) {
      return new Value(name, counts, factor, help, labels);
    }
  }

  /** Adds a sample of a value; the labels come before its own. */
  void add(Value value, double number, String... labels) {
    List<String> all = new ArrayList<>(List.of(labels));
    all.addAll(value.labels());
    String name = prefix + value.name();
    builders
        .computeIfAbsent(
            name,
            key ->
                value.counts()
                    ? MetricFamily.counter(key, value.help())
                    : MetricFamily.gauge(key, value.help()))
        .sample(number * value.unit(), all.toArray(String[]::new));
  }

  /** Adds a sample whose type is not known. */
  void addUntyped(String name, String help, double number, String... labels) {
    builders
        .computeIfAbsent(prefix + name, key -> MetricFamily.unknown(key, help))
        .sample(number, labels);
  }

  /** Adds the rest of a line, column by column; a line may be shorter or longer. */
  void addColumns(List<Value> columns, FieldReader line, String... labels) {
    for (Value column : columns) {
      if (!line.hasNext()) {
        return;
      }
      if (column.name().isEmpty()) {
        line.skip();
      } else {
        add(column, line.number(), labels);
      }
    }
  }

  List<MetricFamily> build() {
    return builders.values().stream().map(MetricFamily.NumberBuilder::build).toList();
  }
}
