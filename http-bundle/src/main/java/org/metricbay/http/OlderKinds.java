package org.metricbay.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.api.StateSetSample;

/**
 * Makes of families of kinds that not every format has those that every format has: state sets and
 * gauge histograms become gauges, and names that not every reader knows get underscores.
 */
final class OlderKinds {
  private OlderKinds() {}

  /** The same list if there is nothing to be changed, as nearly always. */
  static List<MetricFamily> of(List<MetricFamily> families) {
    for (MetricFamily family : families) {
      if (!isOld(family)) {
        return families.stream()
            .flatMap(each -> isOld(each) ? List.of(each).stream() : older(each).stream())
            .sorted(Comparator.comparing(MetricFamily::name))
            .toList();
      }
    }
    return families;
  }

  private static boolean isOld(MetricFamily family) {
    return family.type() != MetricType.STATE_SET
        && family.type() != MetricType.GAUGE_HISTOGRAM
        && family.descriptor().hasPlainName();
  }

  private static List<MetricFamily> older(MetricFamily family) {
    String name = plain(family.name());
    return switch (family.type()) {
      case STATE_SET -> List.of(gauge(name, family, states(name, family.samples())));
      case GAUGE_HISTOGRAM -> gauges(name, family);
      default -> List.of(new MetricFamily(name, family.type(), family.help(), family.samples()));
    };
  }

  private static MetricFamily gauge(String name, MetricFamily family, List<Sample> samples) {
    return new MetricFamily(name, MetricType.GAUGE, family.help(), samples);
  }

  private static List<Sample> states(String name, List<Sample> samples) {
    List<Sample> numbers = new ArrayList<>();
    for (Sample sample : samples) {
      for (StateSetSample.State state : ((StateSetSample) sample).states()) {
        Labels labels = with(sample.labels(), name, state.name());
        numbers.add(new NumberSample(labels, state.on() ? 1 : 0));
      }
    }
    return numbers;
  }

  private static List<MetricFamily> gauges(String name, MetricFamily family) {
    List<Sample> buckets = new ArrayList<>();
    List<Sample> counts = new ArrayList<>();
    List<Sample> sums = new ArrayList<>();
    for (Sample sample : family.samples()) {
      HistogramSample histogram = (HistogramSample) sample;
      for (HistogramSample.Bucket bucket : histogram.buckets()) {
        Labels labels = with(sample.labels(), "le", PageText.bound(bucket.upperBound()));
        buckets.add(new NumberSample(labels, bucket.cumulativeCount()));
      }
      counts.add(new NumberSample(sample.labels(), histogram.count()));
      sums.add(new NumberSample(sample.labels(), histogram.sum()));
    }
    return List.of(
        gauge(name + "_bucket", family, buckets),
        gauge(name + "_gcount", family, counts),
        gauge(name + "_gsum", family, sums));
  }

  /** The labels and one more. */
  static Labels with(Labels labels, String name, String value) {
    String[] pairs = new String[2 * labels.size() + 2];
    for (int i = 0; i < labels.size(); i++) {
      pairs[2 * i] = labels.name(i);
      pairs[2 * i + 1] = labels.value(i);
    }
    pairs[pairs.length - 2] = name;
    pairs[pairs.length - 1] = value;
    return Labels.ofUtf8(pairs);
  }

  /** A name that every reader knows. */
  static String plain(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      text.append(letter || (digit && i > 0) ? c : '_');
    }
    return text.toString();
  }
}
