package org.metricbay.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.Sample;
import org.metricbay.api.SummarySample;

/**
 * Writes families as a metrics page, in <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus's text format</a>
 * or as <a
 * href="https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md">
 * OpenMetrics 1.0</a>. On the path of every scrape, so it keeps what does not change from page to
 * page. For use by any thread.
 */
final class PageWriter {
  /** More than are on the page: those of requests for some collectors only, and of plugins gone. */
  private static final int SPARE_STARTS = 200;

  private final PageFormat format;
  private final boolean open;
  private final Map<String, LineStarts> starts = new ConcurrentHashMap<>();

  /**
   * A page's families, whose names do not clash, and what their lines start with, as far as that is
   * known: an element that is written by one thread and not yet seen by another is only looked up
   * once more.
   */
  private static final class Layout {
    private final MetricDescriptor[] descriptors;
    private final @Nullable LineStarts[] starts;

    Layout(List<MetricFamily> families) {
      descriptors =
          families.stream().map(MetricFamily::descriptor).toArray(MetricDescriptor[]::new);
      starts = new LineStarts[descriptors.length];
    }

    boolean isOf(List<MetricFamily> families) {
      if (families.size() != descriptors.length) {
        return false;
      }
      for (int i = 0; i < descriptors.length; i++) {
        if (!LineStarts.isSame(descriptors[i], families.get(i).descriptor())) {
          return false;
        }
      }
      return true;
    }
  }

  private volatile Layout layout = new Layout(List.of());

  PageWriter(PageFormat format) {
    this.format = format;
    this.open = format == PageFormat.OPEN_METRICS;
  }

  /** Writes a page at the end of a text; families come by name, each name once. */
  void write(List<MetricFamily> families, PageText text) {
    if (starts.size() > 2 * families.size() + SPARE_STARTS) {
      starts.clear();
    }
    Layout known = layout;
    if (known.isOf(families)) {
      write(families, known, text);
    } else {
      writeAnew(families, text);
    }
    if (open) {
      text.raw("# EOF\n");
    }
  }

  /** Names clash or do not whatever the numbers are: those that fitted last time fit again. */
  private void write(List<MetricFamily> families, Layout known, PageText text) {
    for (int i = 0; i < known.starts.length; i++) {
      LineStarts start = known.starts[i];
      MetricFamily family = families.get(i);
      if (start == null || !start.write(family, text)) {
        write(family, text);
        known.starts[i] = starts.get(family.name());
      }
    }
  }

  private void writeAnew(List<MetricFamily> families, PageText text) {
    List<MetricFamily> fitting = ClashFree.of(OlderKinds.of(families), format);
    for (MetricFamily family : fitting) {
      write(family, text);
    }
    if (fitting.equals(families)) {
      layout = new Layout(families);
    }
  }

  private void write(MetricFamily family, PageText text) {
    if (!family.samples().isEmpty()) {
      writeFilled(family, text);
    }
  }

  private void writeFilled(MetricFamily family, PageText text) {
    switch (family.type()) {
      case HISTOGRAM -> {
        text.raw(header(family));
        for (Sample sample : family.samples()) {
          histogram(family.name(), (HistogramSample) sample, text);
        }
      }
      case SUMMARY -> {
        text.raw(header(family));
        for (Sample sample : family.samples()) {
          summary(family.name(), (SummarySample) sample, text);
        }
      }
      default -> numbers(family, text);
    }
  }

  private void numbers(MetricFamily family, PageText text) {
    LineStarts known = starts.get(family.name());
    if (known == null || !known.write(family, text)) {
      known = new LineStarts(family, header(family));
      starts.put(family.name(), known);
      known.write(family, text);
    }
  }

  private byte[] header(MetricFamily family) {
    PageText text = new PageText(2 * family.name().length() + family.help().length() + 32);
    String name = open ? openName(family) : family.name();
    if (open) {
      text.raw("# TYPE ").raw(name).raw(openType(family.type())).end();
    }
    text.raw("# HELP ").raw(name).raw(" ").escaped(family.help(), open).end();
    if (!open) {
      text.raw("# TYPE ").raw(name).raw(textType(family.type())).end();
    }
    return text.toBytes();
  }

  /** OpenMetrics names a family without the suffix that its samples' names must have. */
  private static String openName(MetricFamily family) {
    return switch (family.type()) {
      case COUNTER -> ClashFree.base(family.name(), "_total");
      case INFO -> ClashFree.base(family.name(), "_info");
      default -> family.name();
    };
  }

  private static String openType(MetricType type) {
    return switch (type) {
      case INFO -> " info";
      case UNKNOWN -> " unknown";
      default -> textType(type);
    };
  }

  private static String textType(MetricType type) {
    return switch (type) {
      case COUNTER -> " counter";
      case GAUGE, INFO -> " gauge";
      case HISTOGRAM -> " histogram";
      case SUMMARY -> " summary";
      // Those of newer kinds are older ones by now.
      case UNKNOWN, GAUGE_HISTOGRAM, STATE_SET -> " untyped";
    };
  }

  private void histogram(String name, HistogramSample sample, PageText text) {
    Labels labels = sample.labels();
    boolean anyBelowZero = false;
    for (HistogramSample.Bucket bucket : sample.buckets()) {
      double bound = bucket.upperBound();
      anyBelowZero |= bound < 0;
      text.series(name, "_bucket", labels, "le", bound).number(bucket.cumulativeCount()).end();
    }
    // OpenMetrics allows no sum beside buckets for negative observations, and no count without one.
    if (!open || (!anyBelowZero && sample.sum() >= 0)) {
      text.series(name, "_count", labels).number(sample.count()).end();
      text.series(name, "_sum", labels).number(sample.sum()).end();
    }
  }

  private void summary(String name, SummarySample sample, PageText text) {
    Labels labels = sample.labels();
    for (SummarySample.Quantile quantile : sample.quantiles()) {
      text.series(name, "", labels, "quantile", quantile.rank()).number(quantile.value()).end();
    }
    text.series(name, "_count", labels).number(sample.count()).end();
    // OpenMetrics allows no negative sum.
    if (!open || sample.sum() >= 0) {
      text.series(name, "_sum", labels).number(sample.sum()).end();
    }
  }
}
