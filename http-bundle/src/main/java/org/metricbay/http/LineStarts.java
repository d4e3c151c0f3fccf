package org.metricbay.http;

import java.util.ArrayList;
import java.util.List;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.Sample;

/**
 * What stands on the page before each number of a family: help and type, names and labels. It is
 * the same from scrape to scrape, while the numbers change.
 */
final class LineStarts {
  private final MetricFamily family;
  private final List<Labels> labels = new ArrayList<>();
  private final List<String> starts = new ArrayList<>();

  /** Of a family of numbers, with what its first line comes after. */
  LineStarts(MetricFamily family, String header) {
    this.family = new MetricFamily(family.name(), family.type(), family.help(), List.of());
    String before = header;
    for (Sample sample : family.samples()) {
      PageText text = new PageText(before.length() + 64);
      text.raw(before).series(family.name(), "", sample.labels());
      labels.add(sample.labels());
      starts.add(text.toString());
      before = "";
    }
  }

  /** Whether they are those of this family, which has the same name. */
  boolean fit(MetricFamily other) {
    List<Sample> samples = other.samples();
    if (other.type() != family.type()
        || samples.size() != labels.size()
        || !other.help().equals(family.help())) {
      return false;
    }
    for (int i = 0; i < labels.size(); i++) {
      if (!samples.get(i).labels().equals(labels.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** What stands before the number of a sample. */
  String get(int sample) {
    return starts.get(sample);
  }
}
