package org.metricbay.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.api.SummarySample;

/**
 * Makes families with different names fit on one page. A format may give a family more names than
 * its own: a histogram {@code h} has {@code h_count}, and in OpenMetrics a counter {@code a_total}
 * belongs to a family {@code a}. Where such a name is another family's, the page would be invalid
 * as a whole. So the family then loses its type, but no sample name and no value changes. Only a
 * sample whose exact name is another family's is left out.
 */
final class ClashFree {
  private final PageFormat format;
  private final Set<String> taken = new HashSet<>();

  private ClashFree(PageFormat format) {
    this.format = format;
  }

  /** The families as they can be written, by name. They come by name, each name once. */
  static List<MetricFamily> of(List<MetricFamily> families, PageFormat format) {
    return new ClashFree(format).haveClash(families)
        ? new ClashFree(format).withoutClash(families)
        : families;
  }

  private boolean haveClash(List<MetricFamily> families) {
    for (MetricFamily family : families) {
      if (!take(names(family))) {
        return true;
      }
    }
    return false;
  }

  private List<MetricFamily> withoutClash(List<MetricFamily> families) {
    List<MetricFamily> fitting = new ArrayList<>(families.size());
    // First those that have no second name, last those that lose least.
    List<MetricFamily> ordered = new ArrayList<>(families);
    ordered.sort(
        Comparator.<MetricFamily>comparingInt(family -> rank(family.type()))
            .thenComparing(MetricFamily::name));
    for (MetricFamily family : ordered) {
      if (take(names(family))) {
        fitting.add(family);
      } else {
        fitting.addAll(untyped(family));
      }
    }
    fitting.sort(Comparator.comparing(MetricFamily::name));
    return fitting;
  }

  private static int rank(MetricType type) {
    return switch (type) {
      case GAUGE, UNKNOWN, STATE_SET -> 0;
      case HISTOGRAM, SUMMARY, GAUGE_HISTOGRAM -> 1;
      case COUNTER, INFO -> 2;
    };
  }

  private boolean take(Set<String> names) {
    if (names.stream().anyMatch(taken::contains)) {
      return false;
    }
    taken.addAll(names);
    return true;
  }

  private Set<String> names(MetricFamily family) {
    String name = family.name();
    Set<String> names = new HashSet<>(family.descriptor().namesOnPage());
    boolean open = format == PageFormat.OPEN_METRICS;
    switch (family.type()) {
      case GAUGE, UNKNOWN, STATE_SET -> {}
      case HISTOGRAM, SUMMARY, GAUGE_HISTOGRAM -> {
        if (open) {
          names.add(name + "_created");
        }
      }
      case COUNTER -> {
        if (open) {
          String base = base(name, "_total");
          names.addAll(Set.of(base, base + "_created"));
        }
      }
      case INFO -> {
        if (open) {
          names.add(base(name, "_info"));
        }
      }
    }
    return names;
  }

  static String base(String name, String suffix) {
    return name.substring(0, name.length() - suffix.length());
  }

  private List<MetricFamily> untyped(MetricFamily family) {
    Map<String, List<Sample>> byName = new LinkedHashMap<>();
    for (Sample sample : family.samples()) {
      if (sample instanceof HistogramSample histogram) {
        split(family.name(), histogram, byName);
      } else if (sample instanceof SummarySample summary) {
        split(family.name(), summary, byName);
      } else {
        add(byName, family.name(), sample);
      }
    }
    MetricType type = family.type() == MetricType.INFO ? MetricType.GAUGE : MetricType.UNKNOWN;
    List<MetricFamily> parts = new ArrayList<>();
    byName.forEach(
        (name, samples) -> {
          if (taken.add(name)) {
            parts.add(new MetricFamily(name, type, family.help(), samples));
          }
        });
    return parts;
  }

  private static void split(
      String name, HistogramSample histogram, Map<String, List<Sample>> byName) {
    for (HistogramSample.Bucket bucket : histogram.buckets()) {
      Labels labels = with(histogram.labels(), "le", bucket.upperBound());
      add(byName, name + "_bucket", new NumberSample(labels, bucket.cumulativeCount()));
    }
    add(byName, name + "_count", new NumberSample(histogram.labels(), histogram.count()));
    add(byName, name + "_sum", new NumberSample(histogram.labels(), histogram.sum()));
  }

  private static void split(String name, SummarySample summary, Map<String, List<Sample>> byName) {
    for (SummarySample.Quantile quantile : summary.quantiles()) {
      Labels labels = with(summary.labels(), "quantile", quantile.rank());
      add(byName, name, new NumberSample(labels, quantile.value()));
    }
    add(byName, name + "_count", new NumberSample(summary.labels(), summary.count()));
    add(byName, name + "_sum", new NumberSample(summary.labels(), summary.sum()));
  }

  private static void add(Map<String, List<Sample>> byName, String name, Sample sample) {
    byName.computeIfAbsent(name, unused -> new ArrayList<>()).add(sample);
  }

  private static Labels with(Labels labels, String name, double value) {
    return OlderKinds.with(labels, name, PageText.bound(value));
  }
}
