package org.metricbay.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.metricbay.api.CounterSample;
import org.metricbay.api.Exemplar;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.api.StateSetSample;
import org.metricbay.api.StateSetSample.State;
import org.metricbay.api.SummarySample;
import org.metricbay.api.SummarySample.Quantile;

/** Makes families of all types at random, some with names that clash or need escaping. */
final class RandomFamilies {
  private static final double[] VALUES = {
    0, 1, 12, 0.5, 1e-9, 1e9, 123456789.125, 1e18, 1e22, Double.MAX_VALUE, Double.POSITIVE_INFINITY
  };

  private final Random random;
  private final boolean nan;

  /** Takes whether values may be NaN. */
  RandomFamilies(Random random, boolean nan) {
    this.random = random;
    this.nan = nan;
  }

  /** Of one page: by name, each name once. */
  List<MetricFamily> page() {
    Map<String, MetricFamily> byName = new TreeMap<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      MetricFamily family = family(one(MetricType.values()));
      byName.putIfAbsent(family.name(), family);
    }
    return List.copyOf(byName.values());
  }

  private MetricFamily family(MetricType type) {
    FamilyBuilder builder = descriptor(type).samples();
    for (int i = random.nextInt(5); i > 0; i--) {
      builder.add(sample(type, labels(i, type)));
    }
    return builder.build();
  }

  private MetricDescriptor descriptor(MetricType type) {
    String help = one("Help.", "With \"quotes\".", "C:\\dir\nline", "Größe ☂.");
    String name = one("a", "b", "node_x") + one("", "_count", "_sum", "_bucket", "_created");
    // client_java does not quote the labels of a state set.
    if (type != MetricType.STATE_SET) {
      name = one("", "", "h.", "größe-", "☂\"", "1") + name;
    }
    boolean unit = type != MetricType.INFO && type != MetricType.STATE_SET && one(true, false);
    String last =
        switch (type) {
          case COUNTER -> "_total";
          case INFO -> "_info";
          case UNKNOWN -> unit ? "" : one("", "_total", "_info");
          default -> "";
        };
    MetricDescriptor made = MetricDescriptor.utf8(type, name + (unit ? "_m" : "") + last, help);
    // client_java puts a unit behind _total.
    return unit && type != MetricType.COUNTER ? made.withUnit("m") : made;
  }

  private Labels labels(int number, MetricType type) {
    String odd = one("x", "with \"quotes\"", "back\\slash", "line\nend", "é☂");
    String name =
        type == MetricType.STATE_SET ? "odd" : one("odd", "o.dd", "größe", "q\"uote", "d-ash");
    return number % 2 == 0
        ? Labels.ofUtf8("i", String.valueOf(number), name, odd)
        : Labels.ofUtf8("z", odd, "i", String.valueOf(number));
  }

  private Sample sample(MetricType type, Labels labels) {
    return switch (type) {
      case COUNTER ->
          one(true, false)
              ? new NumberSample(labels, value(false))
              : new CounterSample(labels, value(false), moment(), exemplar(value(true)));
      case GAUGE, UNKNOWN -> new NumberSample(labels, value(true));
      case INFO -> new NumberSample(labels, 1);
      case HISTOGRAM -> new HistogramSample(labels, buckets(), value(one(true, false)), moment());
      case GAUGE_HISTOGRAM -> new HistogramSample(labels, buckets(), value(true));
      case SUMMARY -> new SummarySample(labels, quantiles(), 7, value(one(true, false)), moment());
      case STATE_SET ->
          new StateSetSample(
              labels, List.of(new State("on", one(true, false)), new State("o\"ff", true)));
    };
  }

  private List<Bucket> buckets() {
    List<Bucket> buckets = new ArrayList<>();
    double first = random.nextInt(4) - 1;
    int bounded = random.nextInt(3);
    for (int i = 0; i < bounded; i++) {
      buckets.add(new Bucket(first + i, i, exemplar(first + i - 0.25)));
    }
    buckets.add(new Bucket(Double.POSITIVE_INFINITY, 9, exemplar(first + bounded)));
    return buckets;
  }

  private Optional<Exemplar> exemplar(double value) {
    Labels labels =
        one(Labels.empty(), Labels.of("trace_id", "4bf9"), Labels.ofUtf8("trace.id", "é\"\n"));
    return one(Optional.empty(), Optional.of(new Exemplar(labels, value, moment())));
  }

  private Optional<Instant> moment() {
    return one(
        Optional.empty(), Optional.of(Instant.ofEpochMilli(1 + random.nextInt(2_000_000_000))));
  }

  private List<Quantile> quantiles() {
    return IntStream.range(0, random.nextInt(3))
        .mapToObj(i -> new Quantile(i / 10.0, value(one(true, false))))
        .toList();
  }

  private double value(boolean anySign) {
    if (nan && random.nextInt(9) == 0) {
      return Double.NaN;
    }
    double value = VALUES[random.nextInt(VALUES.length)];
    return anySign && random.nextBoolean() ? -value : value;
  }

  @SafeVarargs
  private final <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
