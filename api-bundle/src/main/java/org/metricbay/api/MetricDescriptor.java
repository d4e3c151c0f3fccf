package org.metricbay.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Describes a metric: name, type, help, unit and label names. It is checked once, where it is
 * created, and kept in a constant:
 *
 * <pre>
 * private static final MetricDescriptor LOAD1 =
 *     MetricDescriptor.gauge("node_load1", "1m load average.");
 * private static final MetricDescriptor CPU =
 *     MetricDescriptor.counter("node_cpu_seconds_total", "Seconds by mode.", "cpu", "mode");
 *
 * LOAD1.of(0.21)
 * CPU.samples().add(1.5, "0", "idle").add(2, "0", "user").build()
 * </pre>
 *
 * <p>Two are equal if a page shows them alike. Code that compares many compares references first,
 * as families of one metric usually share one. Immutable.
 *
 * @since 1.1
 */
@ProviderType
public final class MetricDescriptor {
  private static final int[] IN_PLACE = {};

  private final String name;
  private final MetricType type;
  private final String help;
  private final boolean helpGiven;
  private final String unit;
  private final LabelNames labels;

  /** For each label by name where its value stands among those given; empty if at its own place. */
  private final int[] places;

  private final List<String> labelNames;

  /** Why it cannot be used; nothing if it can. */
  private final List<LeftOut> problem;

  private MetricDescriptor(
      String name,
      MetricType type,
      String help,
      String unit,
      LabelNames labels,
      List<String> labelNames,
      List<LeftOut> problem) {
    this.name = name;
    this.type = type;
    this.helpGiven = help != null && !help.isBlank();
    this.help = helpGiven ? help : name;
    this.unit = unit;
    this.labels = labels;
    this.labelNames = labelNames;
    this.places = places(labels, labelNames);
    this.problem = problem;
  }

  private static int[] places(LabelNames labels, List<String> given) {
    if (given.size() < 2) {
      return IN_PLACE;
    }
    int[] places = new int[labels.size()];
    boolean moved = false;
    for (int i = 0; i < places.length; i++) {
      places[i] = given.indexOf(labels.name(i));
      moved |= places[i] != i;
    }
    return moved ? places : IN_PLACE;
  }

  private static MetricDescriptor of(
      MetricType type, String name, String help, boolean utf8, String... labelNames) {
    Objects.requireNonNull(type, "type");
    Names.checkMetric(name, type, utf8);
    List<String> given = List.of(labelNames);
    LabelNames labels = LabelNames.of(given, utf8);
    return new MetricDescriptor(name, type, help, "", labels, given, List.of());
  }

  /** A counter; the name must end in {@code _total}. The same as the other methods for the rest. */
  public static MetricDescriptor counter(String name, String help, String... labelNames) {
    return of(MetricType.COUNTER, name, help, false, labelNames);
  }

  /**
   * A gauge.
   *
   * @param name the name exactly as it is exposed, in base units: {@code node_memory_Active_bytes}
   * @param help what it measures, in one sentence; if it is blank, a page shows the name for it
   * @param labelNames the names of the labels, in the order in which values are given
   * @throws IllegalArgumentException if a name is not allowed; the message says how to mend it
   */
  public static MetricDescriptor gauge(String name, String help, String... labelNames) {
    return of(MetricType.GAUGE, name, help, false, labelNames);
  }

  /** A number of unknown type. */
  public static MetricDescriptor unknown(String name, String help, String... labelNames) {
    return of(MetricType.UNKNOWN, name, help, false, labelNames);
  }

  /** An info metric, whose value is 1; the name must end in {@code _info}. */
  public static MetricDescriptor info(String name, String help, String... labelNames) {
    return of(MetricType.INFO, name, help, false, labelNames);
  }

  /** A histogram, of {@link HistogramSample}s. */
  public static MetricDescriptor histogram(String name, String help, String... labelNames) {
    return of(MetricType.HISTOGRAM, name, help, false, labelNames);
  }

  /** A gauge histogram, of {@link HistogramSample}s. */
  public static MetricDescriptor gaugeHistogram(String name, String help, String... labelNames) {
    return of(MetricType.GAUGE_HISTOGRAM, name, help, false, labelNames);
  }

  /** A summary, of {@link SummarySample}s. */
  public static MetricDescriptor summary(String name, String help, String... labelNames) {
    return of(MetricType.SUMMARY, name, help, false, labelNames);
  }

  /** A state set, of {@link StateSetSample}s. */
  public static MetricDescriptor stateSet(String name, String help, String... labelNames) {
    return of(MetricType.STATE_SET, name, help, false, labelNames);
  }

  /**
   * A metric of any type with names of any characters, as Prometheus 3 has them: {@code
   * "http.server.requests_total"}. Clients that cannot read such names get others in their place.
   */
  public static MetricDescriptor utf8(
      MetricType type, String name, String help, String... labelNames) {
    return of(type, name, help, true, labelNames);
  }

  /**
   * A metric whose name was found, in a file of the kernel perhaps, and not chosen by who wrote the
   * code. If it is not allowed, nothing is thrown: its families have no samples and say why, in
   * {@link MetricFamily#leftOut()}.
   */
  public static MetricDescriptor found(
      MetricType type, String name, String help, String... labelNames) {
    try {
      return of(type, name, help, false, labelNames);
    } catch (IllegalArgumentException e) {
      return unusable(
          type,
          name == null ? "" : name,
          new LeftOut("metric \"" + name + "\"", "is wrong: " + e.getMessage()));
    }
  }

  /** One that has only a reason why there is nothing of it. */
  static MetricDescriptor unusable(MetricType type, String name, LeftOut problem) {
    return new MetricDescriptor(name, type, name, "", LabelNames.NONE, List.of(), List.of(problem));
  }

  /**
   * The same with a unit, which the name must say, too: {@code "seconds"} for {@code
   * x_duration_seconds} and {@code x_seconds_total}.
   *
   * @throws IllegalArgumentException if the name does not say it
   */
  public MetricDescriptor withUnit(String unit) {
    String base =
        type == MetricType.COUNTER ? name.substring(0, name.length() - "_total".length()) : name;
    boolean possible = type != MetricType.INFO && type != MetricType.STATE_SET;
    if (!possible || unit.isEmpty() || !base.endsWith("_" + unit)) {
      throw new IllegalArgumentException(
          possible
              ? "metric \"" + name + "\" does not end in its unit: name it \"…_" + unit + "\""
              : type + " \"" + name + "\" can have no unit: leave it out");
    }
    return new MetricDescriptor(
        name, type, helpGiven ? help : "", unit, labels, labelNames, problem);
  }

  /** The name exactly as it is exposed. */
  public String name() {
    return name;
  }

  /** The type, which decides the kind of the samples. */
  public MetricType type() {
    return type;
  }

  /** What it measures; the name if nobody has said it. */
  public String help() {
    return help;
  }

  /** Whether it was said what it measures. */
  public boolean isHelpGiven() {
    return helpGiven;
  }

  /** The unit, if it was said. */
  public Optional<String> unit() {
    return unit.isEmpty() ? Optional.empty() : Optional.of(unit);
  }

  /** The names of the labels, in the order in which values are given. */
  public List<String> labelNames() {
    return labelNames;
  }

  /** Whether every Prometheus reads the name, not only one that knows UTF-8 in it. */
  public boolean hasPlainName() {
    return Names.isPlainMetric(name);
  }

  /** The names under which its lines stand on a page: its own and, of some types, others. */
  public List<String> namesOnPage() {
    if (type.suffixes().isEmpty()) {
      return List.of(name);
    }
    List<String> names = new ArrayList<>();
    names.add(name);
    for (String suffix : type.suffixes()) {
      names.add(name + suffix);
    }
    return List.copyOf(names);
  }

  boolean isUsable() {
    return problem.isEmpty();
  }

  List<LeftOut> problem() {
    return problem;
  }

  /** Labels with these values, in the order of the names. */
  public Labels labels(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(
          name
              + " has the labels "
              + labelNames
              + " but "
              + values.length
              + " values are given: give one for each");
    }
    if (values.length == 0) {
      return Labels.empty();
    }
    String[] sorted = new String[values.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = values[places.length == 0 ? i : places[i]];
      if (sorted[i] == null) {
        labels.checkValue(i, sorted[i]);
      }
    }
    return new Labels(labels, sorted);
  }

  /** Whether {@link #labels(String...)} would make the same of these values. */
  boolean isSameMadeOf(Labels known, String... values) {
    if (values.length != labels.size() || !known.haveNames(labels)) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if (!known.value(i).equals(values[places.length == 0 ? i : places[i]])) {
        return false;
      }
    }
    return true;
  }

  /** The family with one sample that has no labels. */
  public MetricFamily of(double value) {
    return new MetricFamily(this, List.of(new NumberSample(Labels.empty(), value)));
  }

  /** The same if there is a value; otherwise the family without samples. */
  public MetricFamily of(OptionalDouble value) {
    return value.isPresent() ? of(value.getAsDouble()) : none();
  }

  /** The family with one sample, whose labels have these values in the order of the names. */
  public MetricFamily of(double value, String... labelValues) {
    return samples().add(value, labelValues).build();
  }

  /** The family with these samples. */
  public MetricFamily of(List<? extends Sample> samples) {
    return new MetricFamily(this, List.copyOf(samples));
  }

  /** The family without samples: there is nothing to be shown at this moment. */
  public MetricFamily none() {
    return new MetricFamily(this, List.of());
  }

  /** A builder for a family of this metric, which may serve collection after collection. */
  public FamilyBuilder samples() {
    return new FamilyBuilder(this);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof MetricDescriptor descriptor
            && name.equals(descriptor.name)
            && type == descriptor.type
            && help.equals(descriptor.help)
            && unit.equals(descriptor.unit));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return type + " " + name;
  }
}
