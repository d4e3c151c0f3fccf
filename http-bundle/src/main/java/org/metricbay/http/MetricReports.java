package org.metricbay.http;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.metricbay.api.CounterSample;
import org.metricbay.api.Exemplar;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.api.StateSetSample;
import org.metricbay.api.SummarySample;

/** Metrics as JSON. */
final class MetricReports {
  private MetricReports() {}

  /** By name. */
  static List<Json> families(List<MetricFamily> families) {
    return families.stream()
        .sorted(Comparator.comparing(MetricFamily::name))
        .map(MetricReports::family)
        .toList();
  }

  private static Json family(MetricFamily family) {
    Json json =
        new Json()
            .with("name", family.name())
            .with("type", family.type().name().toLowerCase(Locale.ROOT))
            .with("help", family.help());
    if (family.descriptor().unit().isPresent()) {
      json.with("unit", family.descriptor().unit());
    }
    return json.with("samples", family.samples().stream().map(MetricReports::sample).toList());
  }

  private static Json sample(Sample sample) {
    Json json = new Json().with("labels", labels(sample.labels()));
    if (sample instanceof NumberSample number) {
      return json.with("value", number.value());
    }
    if (sample instanceof CounterSample counter) {
      json.with("value", counter.value()).with("created", counter.created().map(Instant::toString));
      return withExemplar(json, counter.exemplar());
    }
    if (sample instanceof StateSetSample set) {
      return json.with("states", set.states().stream().map(MetricReports::state).toList());
    }
    if (sample instanceof HistogramSample histogram) {
      json.with("buckets", histogram.buckets().stream().map(MetricReports::bucket).toList())
          .with("count", histogram.count())
          .with("sum", histogram.sum());
      return withCreated(json, histogram.created());
    }
    if (sample instanceof SummarySample summary) {
      json.with("quantiles", summary.quantiles().stream().map(MetricReports::quantile).toList())
          .with("count", summary.count())
          .with("sum", summary.sum());
      return withCreated(json, summary.created());
    }
    // A kind that is newer than this class: its labels are better than nothing.
    return json;
  }

  private static Json state(StateSetSample.State state) {
    return new Json().with("name", state.name()).with("on", state.on());
  }

  private static Json bucket(HistogramSample.Bucket bucket) {
    Json json = new Json().with("le", bucket.upperBound()).with("count", bucket.cumulativeCount());
    return withExemplar(json, bucket.exemplar());
  }

  private static Json withCreated(Json json, Optional<Instant> created) {
    return created.isPresent() ? json.with("created", created.map(Instant::toString)) : json;
  }

  private static Json withExemplar(Json json, Optional<Exemplar> given) {
    if (given.isEmpty()) {
      return json;
    }
    Exemplar exemplar = given.get();
    return json.with(
        "exemplar",
        new Json()
            .with("labels", labels(exemplar.labels()))
            .with("value", exemplar.value())
            .with("time", exemplar.time().map(Instant::toString)));
  }

  private static Json quantile(SummarySample.Quantile quantile) {
    return new Json().with("rank", quantile.rank()).with("value", quantile.value());
  }

  private static Json labels(Labels labels) {
    Json json = new Json();
    for (int i = 0; i < labels.size(); i++) {
      json.with(labels.name(i), labels.value(i));
    }
    return json;
  }
}
