package org.metricbay.http;

import java.util.List;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.api.SummarySample;

/**
 * Writes families as a metrics page, in <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus's text format</a>
 * or as <a
 * href="https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md">
 * OpenMetrics 1.0</a>. On the path of every scrape, so it appends to one buffer and makes nothing
 * else. For one page.
 */
final class PageWriter {
  private final boolean open;
  private final PageText text;

  /**
   * A writer of one page.
   *
   * @param size how many characters the page will have about
   */
  PageWriter(PageFormat format, int size) {
    this.open = format == PageFormat.OPEN_METRICS;
    this.text = new PageText(size);
  }

  /** The page; families come by name, each name once. */
  String page(List<MetricFamily> families) {
    PageFormat format = open ? PageFormat.OPEN_METRICS : PageFormat.TEXT;
    for (MetricFamily family : ClashFree.of(families, format)) {
      if (!family.samples().isEmpty()) {
        write(family);
      }
    }
    if (open) {
      text.raw("# EOF\n");
    }
    return text.toString();
  }

  private void write(MetricFamily family) {
    header(family);
    String name = family.name();
    // By index: an iterator for each family is most of what a small one would cost.
    List<Sample> samples = family.samples();
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      if (sample instanceof NumberSample number) {
        text.series(name, "", number.labels()).number(number.value()).end();
      } else if (sample instanceof HistogramSample histogram) {
        histogram(name, histogram);
      } else if (sample instanceof SummarySample summary) {
        summary(name, summary);
      }
    }
  }

  private void header(MetricFamily family) {
    String name = open ? openName(family) : family.name();
    if (open) {
      text.raw("# TYPE ").raw(name).raw(openType(family.type())).end();
    }
    text.raw("# HELP ").raw(name).raw(" ").escaped(family.help(), open).end();
    if (!open) {
      text.raw("# TYPE ").raw(name).raw(textType(family.type())).end();
    }
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
      case UNKNOWN -> " untyped";
    };
  }

  private void histogram(String name, HistogramSample sample) {
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

  private void summary(String name, SummarySample sample) {
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
