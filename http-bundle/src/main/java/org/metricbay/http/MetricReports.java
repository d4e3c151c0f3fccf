package org.metricbay.http;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.metricbay.api.CounterSample;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.api.StateSetSample;
import org.metricbay.api.SummarySample;

/** How metrics look in JSON. */
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
    return new Json()
        .with("name", family.name())
        .with("type", family.type().name().toLowerCase(Locale.ROOT))
        .with("help", family.help())
        .with("samples", family.samples().stream().map(MetricReports::sample).toList());
  }

  private static Json sample(Sample sample) {
    Json json = new Json().with("labels", labels(sample.labels()));
    if (sample instanceof NumberSample number) {
      return json.with("value", number.value());
    }
    if (sample instanceof CounterSample counter) {
      return json.with("value", counter.value())
          .with("created", counter.created().map(Instant::toString));
    }
    if (sample instanceof StateSetSample set) {
      return json.with("states", set.states().stream().map(MetricReports::state).toList());
    }
    if (sample instanceof HistogramSample histogram) {
      return json.with("buckets", histogram.buckets().stream().map(MetricReports::bucket).toList())
          .with("count", histogram.count())
          .with("sum", histogram.sum());
    }
    if (sample instanceof SummarySample summary) {
      return json.with(
              "quantiles", summary.quantiles().stream().map(MetricReports::quantile).toList())
          .with("count", summary.count())
          .with("sum", summary.sum());
    }
    // A kind that is newer than this class: its labels are better than nothing.
    return json;
  }

  private static Json state(StateSetSample.State state) {
    return new Json().with("name", state.name()).with("on", state.on());
  }

  private static Json bucket(HistogramSample.Bucket bucket) {
    return new Json().with("le", bucket.upperBound()).with("count", bucket.cumulativeCount());
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
