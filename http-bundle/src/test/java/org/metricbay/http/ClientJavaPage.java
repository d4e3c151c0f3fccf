package org.metricbay.http;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
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
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.metricbay.api.CounterSample;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.api.StateSetSample;
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
          case TEXT, TEXT_1_0 -> PrometheusTextFormatWriter.create();
          case OPEN_METRICS ->
              OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(true).build();
        };
  }

  String write(List<MetricFamily> families, Escaping escaping) throws IOException {
    // Which names clash, and which types OpenMetrics does not allow, is not its judgement.
    Optional<List<MetricFamily>> changed =
        ClashFree.change(families, format.isOpen(), escaping, new ClashLog());
    List<MetricSnapshot> snapshots =
        changed.orElse(families).stream()
            .flatMap(family -> allowed(family, escaping))
            .map(this::snapshot)
            .toList();
    EscapingScheme scheme =
        switch (escaping) {
          case UNDERSCORES -> EscapingScheme.UNDERSCORE_ESCAPING;
          case DOTS -> EscapingScheme.DOTS_ESCAPING;
          case VALUES -> EscapingScheme.VALUE_ENCODING_ESCAPING;
          case ALLOW_UTF8 -> EscapingScheme.ALLOW_UTF8;
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out, new MetricSnapshots(snapshots), scheme);
    return out.toString(StandardCharsets.UTF_8);
  }

  private Stream<MetricFamily> allowed(MetricFamily family, Escaping escaping) {
    return format.isOpen() && Untyped.isForbidden(family)
        ? Untyped.of(PlainNames.of(family, escaping)).stream()
        : Stream.of(family);
  }

  private MetricSnapshot snapshot(MetricFamily family) {
    // The metadata gets the whole name, with _total or _info: so the writers neither add nor take
    // away a suffix, and a counter a_total and a gauge a are not the same to them.
    Unit unit = family.descriptor().unit().map(Unit::new).orElse(null);
    MetricMetadata metadata = new MetricMetadata(family.name(), family.help(), unit);
    return switch (family.type()) {
      case COUNTER ->
          new CounterSnapshot(
              metadata, family.samples().stream().map(ClientJavaPage::counter).toList());
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
      case HISTOGRAM, GAUGE_HISTOGRAM ->
          new HistogramSnapshot(
              family.type() == MetricType.GAUGE_HISTOGRAM,
              metadata,
              family.samples().stream().map(s -> histogram((HistogramSample) s)).toList());
      case SUMMARY ->
          new SummarySnapshot(
              metadata, family.samples().stream().map(s -> summary((SummarySample) s)).toList());
      case STATE_SET ->
          new StateSetSnapshot(
              metadata, family.samples().stream().map(s -> states((StateSetSample) s)).toList());
    };
  }

  private static CounterDataPointSnapshot counter(Sample sample) {
    if (sample instanceof CounterSample counter) {
      return new CounterDataPointSnapshot(
          counter.value(),
          labels(counter.labels()),
          counter.exemplar().map(ClientJavaPage::exemplar).orElse(null),
          millis(counter.created()));
    }
    NumberSample number = (NumberSample) sample;
    return new CounterDataPointSnapshot(number.value(), labels(number.labels()), null, 0);
  }

  /** Its word for none is 0. */
  private static long millis(Optional<Instant> moment) {
    return moment.map(Instant::toEpochMilli).orElse(0L);
  }

  private static Exemplar exemplar(org.metricbay.api.Exemplar given) {
    return new Exemplar(given.value(), labels(given.labels()), millis(given.time()));
  }

  private static StateSetDataPointSnapshot states(StateSetSample sample) {
    List<StateSetSample.State> states = sample.states();
    boolean[] on = new boolean[states.size()];
    for (int i = 0; i < on.length; i++) {
      on[i] = states.get(i).on();
    }
    return new StateSetDataPointSnapshot(
        states.stream().map(StateSetSample.State::name).toArray(String[]::new),
        on,
        labels(sample.labels()));
  }

  private static Stream<NumberSample> numbers(MetricFamily family) {
    return family.samples().stream().map(NumberSample.class::cast);
  }

  private static HistogramDataPointSnapshot histogram(HistogramSample sample) {
    List<Bucket> buckets = sample.buckets();
    double[] bounds = new double[buckets.size()];
    long[] counts = new long[buckets.size()];
    long below = 0;
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = buckets.get(i).upperBound();
      counts[i] = buckets.get(i).cumulativeCount() - below;
      below = buckets.get(i).cumulativeCount();
    }
    Exemplars exemplars =
        Exemplars.of(
            buckets.stream()
                .flatMap(bucket -> bucket.exemplar().stream())
                .map(ClientJavaPage::exemplar)
                .toList());
    return new HistogramDataPointSnapshot(
        ClassicHistogramBuckets.of(bounds, counts),
        sample.sum(),
        labels(sample.labels()),
        exemplars,
        millis(sample.created()));
  }

  private static SummaryDataPointSnapshot summary(SummarySample sample) {
    Quantile[] quantiles =
        sample.quantiles().stream()
            .map(quantile -> new Quantile(quantile.rank(), quantile.value()))
            .toArray(Quantile[]::new);
    return new SummaryDataPointSnapshot(
        sample.count(),
        sample.sum(),
        Quantiles.of(quantiles),
        labels(sample.labels()),
        Exemplars.EMPTY,
        millis(sample.created()));
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
