package org.metricbay.shell.table;

import java.io.IOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.metricbay.api.CounterSample;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.api.StateSetSample;
import org.metricbay.api.SummarySample;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.shell.table.TextTable.Align;

/**
 * Writes a collection for people: a heading for each collector, and one line for each series.
 *
 * <pre>
 * loadavg: Load average over 1, 5 and 15 minutes.
 * OK, 3 series in 0.4 ms; bundle org.metricbay.cpu 1.0.0
 *   node_load1   0.21
 *   node_load5   0.33
 *   node_load15   0.3
 * </pre>
 */
public final class MetricTable {
  private MetricTable() {}

  /** The collection as text. */
  public static String render(Snapshot snapshot) {
    StringBuilder text = new StringBuilder();
    Iterator<CollectorResult> results = snapshot.results().iterator();
    while (results.hasNext()) {
      text.append(render(results.next())).append(results.hasNext() ? "\n" : "");
    }
    return text.toString();
  }

  /** Writes the collection. */
  public static void print(Snapshot snapshot, Appendable out) throws IOException {
    out.append(render(snapshot));
  }

  /** One plugin as text. */
  public static String render(CollectorResult result) {
    TextTable rows = new TextTable("  ", Align.LEFT, Align.LEFT, Align.RIGHT);
    for (MetricFamily family : byName(result.families())) {
      for (Sample sample : family.samples()) {
        rows.row(family.name(), labels(sample.labels()), value(sample));
      }
    }
    return heading(result.status()) + rows.text();
  }

  private static List<MetricFamily> byName(List<MetricFamily> families) {
    return families.stream().sorted(Comparator.comparing(MetricFamily::name)).toList();
  }

  private static String heading(CollectorStatus status) {
    String title = status.name() + ": " + status.description();
    String state =
        status.state()
            + status.error().map(error -> ": " + error).orElse("")
            + ", "
            + status.samples()
            + " series"
            + status.duration().map(duration -> " in " + Values.milliseconds(duration)).orElse("")
            + "; bundle "
            + status.bundle().symbolicName()
            + " "
            + status.bundle().version();
    return TextTable.printable(title) + "\n" + TextTable.printable(state) + "\n";
  }

  private static String labels(Labels labels) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < labels.size(); i++) {
      text.append(i > 0 ? " " : "").append(labels.name(i)).append('=').append(labels.value(i));
    }
    return text.toString();
  }

  private static String value(Sample sample) {
    if (sample instanceof NumberSample number) {
      return Values.number(number.value());
    }
    if (sample instanceof CounterSample counter) {
      return Values.number(counter.value());
    }
    if (sample instanceof StateSetSample set) {
      return set.states().stream()
          .filter(StateSetSample.State::on)
          .map(StateSetSample.State::name)
          .collect(Collectors.joining(" "));
    }
    if (sample instanceof HistogramSample histogram) {
      return distribution(histogram.count(), histogram.sum());
    }
    if (sample instanceof SummarySample summary) {
      return distribution(summary.count(), summary.sum());
    }
    return "?";
  }

  private static String distribution(long count, double sum) {
    return "count " + count + ", sum " + Values.number(sum);
  }
}
