package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
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
  /** So many more may be known than take part: there are scrapes of some collectors only. */
  private static final int SPARE = 200;

  /** By collector's name and not in the plugin, so that an upgrade does not set them back. */
  private final Map<String, Long> timeouts = new HashMap<>();

  private final Map<String, Long> dropped = new HashMap<>();

  /** By collector's name, as it nearly always is from the same bundle. */
  private final Map<String, Known> known = new HashMap<>();

  /** The labels of all metrics of a collector, and those of the one about its bundle. */
  private record Known(BundleInfo bundle, Labels collector, Labels info) {
    static Known of(String name, BundleInfo bundle) {
      return new Known(
          bundle,
          Labels.of("collector", name),
          Labels.of(
              "collector", name, "bundle", bundle.symbolicName(), "version", bundle.version()));
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
    if (last == null || !last.bundle().equals(bundle)) {
      last = Known.of(name, bundle);
      known.put(name, last);
    }
    return last;
  }

  synchronized List<MetricFamily> families(
      List<CollectorResult> results, Map<String, Double> ages) {
    var success =
        MetricFamily.gauge(
            "node_scrape_collector_success", "node_exporter: Whether a collector succeeded.");
    var duration =
        MetricFamily.gauge(
            "node_scrape_collector_duration_seconds",
            "node_exporter: Duration of a collector scrape.");
    var hung =
        MetricFamily.gauge(
            "metricbay_collector_hung", "Whether a call of the collector has not returned yet.");
    var timedOut =
        MetricFamily.counter(
            "metricbay_collector_timeouts_total", "Calls of the collector that took too long.");
    var lost =
        MetricFamily.counter(
            "metricbay_collector_dropped_series_total",
            "Series of the collector that another one had given already.");
    List<Sample> info = new ArrayList<>(results.size());
    var age =
        MetricFamily.gauge(
            "metricbay_collector_age_seconds",
            "How old the collector's values are, while the collector is being replaced.");
    if (known.size() > 2 * results.size() + SPARE) {
      known.clear(); // Many have gone.
    }
    for (CollectorResult result : results) {
      CollectorStatus status = result.status();
      String name = status.name();
      Known now = known(name, status.bundle());
      Labels labels = now.collector();
      success.sample(status.state() == CollectorState.OK ? 1 : 0, labels);
      if (status.duration().isPresent()) {
        duration.sample(status.duration().get().toNanos() / 1e9, labels);
      }
      hung.sample(status.state() == CollectorState.HUNG ? 1 : 0, labels);
      timedOut.sample(timeouts.getOrDefault(name, 0L), labels);
      lost.sample(dropped.getOrDefault(name, 0L), labels);
      info.add(new NumberSample(now.info(), 1));
      if (ages.containsKey(name)) {
        age.sample(ages.get(name), labels);
      }
    }
    return Stream.of(
            success.build(),
            duration.build(),
            hung.build(),
            timedOut.build(),
            lost.build(),
            new MetricFamily(
                "metricbay_collector_info",
                MetricType.INFO,
                "The bundle that the collector comes from, and its version.",
                info),
            age.build())
        .filter(family -> !family.samples().isEmpty())
        .toList();
  }
}
