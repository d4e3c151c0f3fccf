package org.metricbay.storage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.platform.FieldReader;

/** Gathers samples into families; each family appears with its first sample. */
final class Families {
  private final Map<String, FamilyBuilder> builders = new LinkedHashMap<>();
  private final List<MetricFamily> unusable = new ArrayList<>(0);

  /**
   * What a column, a file or a field is exposed as.
   *
   * @param metric nothing if it is not exposed
   * @param unit what the kernel's value is multiplied by
   * @param labels its own labels, as names and values in turn
   */
  record Value(Optional<MetricDescriptor> metric, double unit, List<String> labels) {
    static final Value NONE = new Value(Optional.empty(), 1, List.of());

    static Value count(String name, String help, String... labels) {
      return of(MetricType.COUNTER, name, help, labels);
    }

    static Value gauge(String name, String help, String... labels) {
      return of(MetricType.GAUGE, name, help, labels);
    }

    private static Value of(MetricType type, String name, String help, String... labels) {
      return new Value(Optional.of(MetricDescriptor.found(type, name, help)), 1, List.of(labels));
    }

    /** The same in another unit. */
    Value times(double factor) {
      return new Value(metric, factor, labels);
    }
  }

  /** Adds a sample of a value; the labels come before its own. */
  void add(Value value, double number, String... labels) {
    if (value.metric().isPresent()) {
      List<String> all = new ArrayList<>(List.of(labels));
      all.addAll(value.labels());
      add(value.metric().get(), number * value.unit(), all.toArray(String[]::new));
    }
  }

  /** Adds a sample whose type is not known. */
  void addUntyped(String name, String help, double number, String... labels) {
    add(MetricDescriptor.found(MetricType.UNKNOWN, name, help), number, labels);
  }

  private void add(MetricDescriptor metric, double number, String... labels) {
    builders
        .computeIfAbsent(metric.name(), unused -> metric.samples())
        .add(number, Labels.of(labels));
  }

  /**
   * Adds the rest of a line, column by column; a later kernel's may be longer.
   *
   * @throws IllegalArgumentException if one is missing, as then others may be at wrong places
   */
  void addColumns(List<Value> columns, FieldReader line, String... labels) {
    double[] numbers = new double[columns.size()];
    int count = line.numbers(numbers);
    int more = 0;
    for (; line.hasNext(); more++) {
      line.skip();
    }
    // One more is a line that is broken, not one of a later kernel.
    if (count < numbers.length || (more == 1 && count > 1)) {
      throw new IllegalArgumentException(
          "it has " + (count + more) + " numbers, and should have " + numbers.length);
    }
    for (int i = 0; i < numbers.length; i++) {
      add(columns.get(i), numbers[i], labels);
    }
  }

  /** Says that something could not be used, of which samples should have come. */
  void leaveOut(String what, String why) {
    unusable.add(MetricFamily.unusable(what, why));
  }

  List<MetricFamily> build() {
    return Stream.concat(builders.values().stream().map(FamilyBuilder::build), unusable.stream())
        .toList();
  }
}
