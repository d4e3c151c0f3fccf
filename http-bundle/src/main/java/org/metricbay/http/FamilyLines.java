package org.metricbay.http;

import java.util.List;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.api.StateSetSample;
import org.metricbay.api.SummarySample;

/** The lines of a family in one of the two kinds of format. For use by any thread. */
final class FamilyLines {
  private final boolean open;

  /** Takes whether it is OpenMetrics. */
  FamilyLines(boolean open) {
    this.open = open;
  }

  /** Type, unit and help. */
  byte[] header(MetricDescriptor descriptor) {
    PageText text = new PageText(2 * descriptor.name().length() + descriptor.help().length() + 32);
    String name = open ? openName(descriptor) : descriptor.name();
    if (open) {
      text.raw("# TYPE ").metricName(name).raw(openType(descriptor.type())).end();
      if (descriptor.unit().isPresent()) {
        text.raw("# UNIT ").metricName(name).raw(" ").escaped(descriptor.unit().get(), true).end();
      }
      text.raw("# HELP ").metricName(name).raw(" ").escaped(descriptor.help(), true).end();
    } else {
      textHeader(name, textType(descriptor.type()), descriptor.help(), text);
    }
    return text.toBytes();
  }

  private static void textHeader(String name, String type, String help, PageText text) {
    text.raw("# HELP ").metricName(name).raw(" ").escaped(help, false).end();
    text.raw("# TYPE ").metricName(name).raw(type).end();
  }

  /** OpenMetrics names a family without the suffix that its samples' names must have. */
  private static String openName(MetricDescriptor descriptor) {
    return switch (descriptor.type()) {
      case COUNTER -> ClashFree.base(descriptor.name(), "_total");
      case INFO -> ClashFree.base(descriptor.name(), "_info");
      default -> descriptor.name();
    };
  }

  private static String openType(MetricType type) {
    return switch (type) {
      case INFO -> " info";
      case UNKNOWN -> " unknown";
      case GAUGE_HISTOGRAM -> " gaugehistogram";
      case STATE_SET -> " stateset";
      default -> textType(type);
    };
  }

  private static String textType(MetricType type) {
    return switch (type) {
      case COUNTER -> " counter";
      case GAUGE, INFO, STATE_SET -> " gauge";
      case HISTOGRAM, GAUGE_HISTOGRAM -> " histogram";
      case SUMMARY -> " summary";
      case UNKNOWN -> " untyped";
    };
  }

  /** Writes a family whose samples are more than a number each. */
  void write(MetricFamily family, Escaping escaping, PageText text) {
    text.raw(header(family.descriptor()));
    switch (family.type()) {
      case HISTOGRAM -> histograms(family, escaping, text);
      case GAUGE_HISTOGRAM -> gaugeHistograms(family, escaping, text);
      case SUMMARY -> summaries(family, text);
      case STATE_SET -> states(family, escaping, text);
      default -> throw new IllegalArgumentException(family.descriptor().toString());
    }
  }

  private void histograms(MetricFamily family, Escaping escaping, PageText text) {
    LineName bucket = LineName.of(family.name() + "_bucket");
    LineName count = LineName.of(family.name() + "_count");
    LineName sum = LineName.of(family.name() + "_sum");
    for (Sample sample : family.samples()) {
      HistogramSample histogram = (HistogramSample) sample;
      buckets(bucket, histogram, escaping, text);
      text.series(count, sample.labels()).number(histogram.count()).end();
      text.series(sum, sample.labels()).number(histogram.sum()).end();
      if (open) {
        OpenExtras.created(family.name(), sample.labels(), histogram.created(), text);
      }
    }
  }

  private void buckets(LineName name, HistogramSample sample, Escaping escaping, PageText text) {
    for (HistogramSample.Bucket bucket : sample.buckets()) {
      text.series(name, sample.labels(), "le", bucket.upperBound(), open)
          .number(bucket.cumulativeCount());
      if (open) {
        OpenExtras.exemplar(bucket.exemplar(), escaping, text);
      }
      text.end();
    }
  }

  /** The text format, which does not know them, gets counts and sums as gauges. */
  private void gaugeHistograms(MetricFamily family, Escaping escaping, PageText text) {
    LineName bucket = LineName.of(family.name() + "_bucket");
    if (open) {
      LineName count = LineName.of(family.name() + "_gcount");
      LineName sum = LineName.of(family.name() + "_gsum");
      for (Sample sample : family.samples()) {
        HistogramSample histogram = (HistogramSample) sample;
        buckets(bucket, histogram, escaping, text);
        text.series(count, sample.labels()).number(histogram.count()).end();
        text.series(sum, sample.labels()).number(histogram.sum()).end();
      }
      return;
    }
    for (Sample sample : family.samples()) {
      buckets(bucket, (HistogramSample) sample, escaping, text);
    }
    List<MetricFamily> parts = Untyped.of(family);
    for (MetricFamily part : parts.subList(1, parts.size())) {
      gauges(part, text);
    }
  }

  private static void gauges(MetricFamily family, PageText text) {
    textHeader(family.name(), textType(MetricType.GAUGE), family.help(), text);
    LineName name = LineName.of(family.name());
    for (Sample sample : family.samples()) {
      text.series(name, sample.labels()).number(((NumberSample) sample).value()).end();
    }
  }

  private void summaries(MetricFamily family, PageText text) {
    LineName name = LineName.of(family.name());
    LineName count = LineName.of(family.name() + "_count");
    LineName sum = LineName.of(family.name() + "_sum");
    for (Sample sample : family.samples()) {
      SummarySample summary = (SummarySample) sample;
      for (SummarySample.Quantile quantile : summary.quantiles()) {
        text.series(name, sample.labels(), "quantile", quantile.rank(), open)
            .number(quantile.value())
            .end();
      }
      text.series(count, sample.labels()).number(summary.count()).end();
      text.series(sum, sample.labels()).number(summary.sum()).end();
      if (open) {
        OpenExtras.created(family.name(), sample.labels(), summary.created(), text);
      }
    }
  }

  private static void states(MetricFamily family, Escaping escaping, PageText text) {
    LineName name = LineName.of(family.name());
    // A metric's name may have a colon, a label's not.
    String label = escaping.label(family.name());
    for (Sample sample : family.samples()) {
      if (sample.labels().has(label)) {
        continue;
      }
      for (StateSetSample.State state : ((StateSetSample) sample).states()) {
        text.series(name, sample.labels(), label, state.name()).raw(state.on() ? "1" : "0").end();
      }
    }
  }
}
