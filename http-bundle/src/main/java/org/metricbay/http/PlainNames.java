package org.metricbay.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.metricbay.api.CounterSample;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.api.NumberSamples;
import org.metricbay.api.Sample;
import org.metricbay.api.StateSetSample;
import org.metricbay.api.SummarySample;

/** Makes families that are shown to who does not know all characters in names. */
final class PlainNames {
  private PlainNames() {}

  /**
   * The family as it is shown; the same if there is nothing to be escaped, as nearly always. Of
   * samples that become one series the first stays.
   */
  static MetricFamily of(MetricFamily family, Escaping escaping) {
    if (escaping == Escaping.ALLOW_UTF8 || isPlain(family)) {
      return family;
    }
    List<Sample> samples = new ArrayList<>(family.samples().size());
    for (Sample sample : family.samples()) {
      samples.add(with(sample, labels(sample.labels(), escaping)));
    }
    return new MetricFamily(descriptor(family.descriptor(), escaping), samples);
  }

  static boolean isPlain(MetricFamily family) {
    if (!family.descriptor().hasPlainName()) {
      return false;
    }
    List<Sample> samples = family.samples();
    if (samples instanceof NumberSamples numbers) {
      return numbers.labels().stream().allMatch(Labels::hasPlainNames);
    }
    for (int i = 0; i < samples.size(); i++) {
      if (!samples.get(i).labels().hasPlainNames()) {
        return false;
      }
    }
    return true;
  }

  private static MetricDescriptor descriptor(MetricDescriptor given, Escaping escaping) {
    String name = escaping.metric(given.name());
    MetricDescriptor plain = MetricDescriptor.utf8(given.type(), name, given.help());
    String base = given.type() == MetricType.COUNTER ? ClashFree.base(name, "_total") : name;
    // An escaped name need not end in its unit.
    Optional<String> unit = given.unit().filter(it -> base.endsWith("_" + it));
    return unit.isPresent() ? plain.withUnit(unit.get()) : plain;
  }

  /** Labels as they are shown. The values of those that get the same name are shown together. */
  static Labels labels(Labels labels, Escaping escaping) {
    if (escaping == Escaping.ALLOW_UTF8 || labels.hasPlainNames()) {
      return labels;
    }
    Map<String, String> shown = new TreeMap<>();
    for (int i = 0; i < labels.size(); i++) {
      shown.merge(escaping.label(labels.name(i)), labels.value(i), PlainNames::both);
    }
    List<String> pairs = new ArrayList<>();
    shown.forEach(
        (name, value) -> {
          pairs.add(name);
          pairs.add(value);
        });
    return Labels.of(pairs.toArray(String[]::new));
  }

  private static String both(String one, String other) {
    return one.isEmpty() || other.isEmpty() ? one + other : one + ";" + other;
  }

  private static Sample with(Sample sample, Labels labels) {
    if (sample instanceof NumberSample number) {
      return new NumberSample(labels, number.value());
    }
    if (sample instanceof CounterSample counter) {
      return new CounterSample(labels, counter.value(), counter.created(), counter.exemplar());
    }
    if (sample instanceof HistogramSample histogram) {
      return new HistogramSample(labels, histogram.buckets(), histogram.sum(), histogram.created());
    }
    if (sample instanceof SummarySample summary) {
      return new SummarySample(
          labels, summary.quantiles(), summary.count(), summary.sum(), summary.created());
    }
    return new StateSetSample(labels, ((StateSetSample) sample).states());
  }
}
