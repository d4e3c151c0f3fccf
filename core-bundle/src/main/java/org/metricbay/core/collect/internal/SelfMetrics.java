package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.core.collect.BundleInfo;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;

/**
 * What the engine says of the collectors, under node_exporter's names where it has them:
 *
 * <pre>
 * node_scrape_collector_success{collector="cpu"} 1
 * node_scrape_collector_duration_seconds{collector="cpu"} 0.000311
 * metricbay_collector_info{bundle="org.metricbay.cpu",collector="cpu",version="1.0.0"} 1
 * </pre>
 */
final class SelfMetrics {
  private static final MetricDescriptor SUCCESS =
      MetricDescriptor.gauge(
          "node_scrape_collector_success", "node_exporter: Whether a collector succeeded.");

  private static final MetricDescriptor DURATION =
      MetricDescriptor.gauge(
          "node_scrape_collector_duration_seconds",
          "node_exporter: Duration of a collector scrape.");

  private static final MetricDescriptor HUNG =
      MetricDescriptor.gauge(
          "metricbay_collector_hung", "Whether a call of the collector has not returned yet.");

  private static final MetricDescriptor TIMEOUTS =
      MetricDescriptor.counter(
          "metricbay_collector_timeouts_total", "Calls of the collector that took too long.");

  private static final MetricDescriptor DROPPED =
      MetricDescriptor.counter(
          "metricbay_collector_dropped_series_total",
          "Series of the collector that another one had given already.");

  private static final MetricDescriptor INFO =
      MetricDescriptor.info(
          "metricbay_collector_info", "The bundle that the collector comes from, and its version.");

  private static final MetricDescriptor AGE =
      MetricDescriptor.gauge(
          "metricbay_collector_age_seconds",
          "How old the collector's values are, if they were not read for this page.");

  private static final MetricDescriptor LEFT_OUT =
      MetricDescriptor.gauge(
          "metricbay_collector_left_out",
          "How much of what the collector has read could not be used.");

  private static final MetricDescriptor CUT =
      MetricDescriptor.gauge(
          "metricbay_collector_cut_series",
          "Series that the collector gave beyond its limit, which are not shown.");

  /** So many more may be known than take part: there are scrapes of some collectors only. */
  private static final int SPARE = 200;

  /** By name and not in the collector, so that an upgrade does not set them back. */
  private final Map<String, Long> timeouts = new HashMap<>();

  private final Map<String, Long> dropped = new HashMap<>();

  /** By collector's name, as it nearly always is from the same bundle. */
  private final Map<String, Known> known = new HashMap<>();

  /** The labels of all metrics of a collector, and the samples that are mostly shown. */
  private record Known(
      BundleInfo bundle, Labels labels, Sample zero, Sample one, NumberSample info) {
    static Known of(String name, BundleInfo bundle) {
      Labels labels = Labels.of("collector", name);
      return new Known(
          bundle,
          labels,
          new NumberSample(labels, 0),
          new NumberSample(labels, 1),
          new NumberSample(
              Labels.of(
                  "collector", name, "bundle", bundle.symbolicName(), "version", bundle.version()),
              1));
    }

    Sample flag(boolean isSet) {
      return isSet ? one : zero;
    }

    Sample count(@Nullable Long number) {
      return number == null ? zero : new NumberSample(labels, number);
    }
  }

  synchronized void timedOut(String collector) {
    timeouts.merge(collector, 1L, Long::sum);
  }

  synchronized void dropped(String collector, int series) {
    dropped.merge(collector, (long) series, Long::sum);
  }

  private Known known(String name, BundleInfo bundle) {
    Known last = known.get(name);
    // Mostly the same object, which is all that Objects.equals then looks at.
    if (last == null || !Objects.equals(last.bundle(), bundle)) {
      last = Known.of(name, bundle);
      known.put(name, last);
    }
    return last;
  }

  synchronized List<MetricFamily> families(
      List<CollectorResult> results, Map<String, Double> ages) {
    List<Sample> success = new ArrayList<>(results.size());
    List<Sample> duration = new ArrayList<>(results.size());
    List<Sample> hung = new ArrayList<>(results.size());
    List<Sample> timedOut = new ArrayList<>(results.size());
    List<Sample> lost = new ArrayList<>(results.size());
    List<Sample> info = new ArrayList<>(results.size());
    List<Sample> age = new ArrayList<>(0);
    List<Sample> leftOut = new ArrayList<>(0);
    List<Sample> cut = new ArrayList<>(0);
    if (known.size() > 2 * results.size() + SPARE) {
      known.clear(); // Many have gone.
    }
    for (CollectorResult result : results) {
      CollectorStatus status = result.status();
      String name = status.name();
      Known now = known(name, status.bundle());
      success.add(now.flag(status.state() == CollectorState.OK));
      if (status.duration().isPresent()) {
        double seconds = status.duration().get().toNanos() / 1e9;
        duration.add(new NumberSample(now.labels(), seconds));
      }
      hung.add(now.flag(status.state() == CollectorState.HUNG));
      timedOut.add(now.count(timeouts.get(name)));
      lost.add(now.count(dropped.get(name)));
      info.add(now.info());
      Double seconds = ages.get(name);
      if (seconds != null) {
        age.add(new NumberSample(now.labels(), seconds));
      }
      if (!status.leftOut().isEmpty()) {
        leftOut.add(new NumberSample(now.labels(), status.leftOut().size()));
      }
      if (status.cut() > 0) {
        cut.add(new NumberSample(now.labels(), status.cut()));
      }
    }
    List<MetricFamily> families = new ArrayList<>();
    addFilled(families, SUCCESS, success);
    addFilled(families, DURATION, duration);
    addFilled(families, HUNG, hung);
    addFilled(families, TIMEOUTS, timedOut);
    addFilled(families, DROPPED, lost);
    addFilled(families, INFO, info);
    addFilled(families, AGE, age);
    addFilled(families, LEFT_OUT, leftOut);
    addFilled(families, CUT, cut);
    return families;
  }

  private static void addFilled(
      List<MetricFamily> families, MetricDescriptor metric, List<Sample> samples) {
    if (!samples.isEmpty()) {
      families.add(metric.of(samples));
    }
  }
}
