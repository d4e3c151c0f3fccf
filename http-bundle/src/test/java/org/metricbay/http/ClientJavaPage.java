package org.metricbay.http;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.NumberSample;
import org.metricbay.api.SummarySample;

/**
 * Writes the same page with client_java's snapshots and writers: the judge of {@link PageWriter}.
 */
final class ClientJavaPage {
  private final PageFormat format;
  private final ExpositionFormatWriter writer;

  ClientJavaPage(PageFormat format) {
    this.format = format;
    this.writer =
        switch (format) {
          case TEXT -> PrometheusTextFormatWriter.create();
          case OPEN_METRICS -> OpenMetricsTextFormatWriter.create();
        };
  }

  String write(List<MetricFamily> families) throws IOException {
    List<MetricSnapshot> snapshots =
        ClashFree.of(families, format).stream().map(this::snapshot).toList();
    // Our names need no escaping, so the scheme that changes nothing will do.
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out, new MetricSnapshots(snapshots), EscapingScheme.ALLOW_UTF8);
    return out.toString(StandardCharsets.UTF_8);
  }

  private MetricSnapshot snapshot(MetricFamily family) {
    // The metadata gets the whole name, with _total or _info: so the writers neither add nor take
    // away a suffix, and a counter a_total and a gauge a are not the same to them.
    MetricMetadata metadata = new MetricMetadata(family.name(), family.help());
    return switch (family.type()) {
      case COUNTER ->
          new CounterSnapshot(
              metadata,
              numbers(family)
                  .map(s -> new CounterDataPointSnapshot(s.value(), labels(s.labels()), null, 0))
                  .toList());
      case GAUGE ->
          new GaugeSnapshot(
              metadata,
              numbers(family)
                  .map(s -> new GaugeDataPointSnapshot(s.value(), labels(s.labels()), null))
                  .toList());
      case INFO ->
          new InfoSnapshot(
              metadata,
              numbers(family).map(s -> new InfoDataPointSnapshot(labels(s.labels()))).toList());
      case UNKNOWN ->
          new UnknownSnapshot(
              metadata,
              numbers(family)
                  .map(s -> new UnknownDataPointSnapshot(s.value(), labels(s.labels()), null))
                  .toList());
      case HISTOGRAM ->
          new HistogramSnapshot(
              metadata,
              family.samples().stream().map(s -> histogram((HistogramSample) s)).toList());
      case SUMMARY ->
          new SummarySnapshot(
              metadata, family.samples().stream().map(s -> summary((SummarySample) s)).toList());
      case GAUGE_HISTOGRAM, STATE_SET -> throw new IllegalArgumentException(family.name());
    };
  }

  private static Stream<NumberSample> numbers(MetricFamily family) {
    return family.samples().stream().map(NumberSample.class::cast);
  }

  private HistogramDataPointSnapshot histogram(HistogramSample sample) {
    List<Bucket> buckets = sample.buckets();
    double[] bounds = new double[buckets.size()];
    long[] counts = new long[buckets.size()];
    long below = 0;
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = buckets.get(i).upperBound();
      counts[i] = buckets.get(i).cumulativeCount() - below;
      below = buckets.get(i).cumulativeCount();
    }
    double sum = bounds[0] < 0 ? withoutNegatives(sample.sum()) : allowed(sample.sum());
    return new HistogramDataPointSnapshot(
        ClassicHistogramBuckets.of(bounds, counts),
        sum,
        labels(sample.labels()),
        Exemplars.EMPTY,
        0);
  }

  private SummaryDataPointSnapshot summary(SummarySample sample) {
    Quantile[] quantiles =
        sample.quantiles().stream()
            .map(quantile -> new Quantile(quantile.rank(), quantile.value()))
            .toArray(Quantile[]::new);
    return new SummaryDataPointSnapshot(
        sample.count(),
        allowed(sample.sum()),
        Quantiles.of(quantiles),
        labels(sample.labels()),
        Exemplars.EMPTY,
        0);
  }

  /** OpenMetrics allows no sum beside buckets for negative observations. */
  private double withoutNegatives(double sum) {
    return format == PageFormat.OPEN_METRICS ? Double.NaN : sum;
  }

  /** OpenMetrics allows no negative sum. NaN, to client_java, is none. */
  private double allowed(double sum) {
    return format == PageFormat.OPEN_METRICS && sum < 0 ? Double.NaN : sum;
  }

  private static io.prometheus.metrics.model.snapshots.Labels labels(Labels labels) {
    String[] names = new String[labels.size()];
    String[] values = new String[labels.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = labels.name(i);
      values[i] = labels.value(i);
    }
    return io.prometheus.metrics.model.snapshots.Labels.of(names, values);
  }
}
