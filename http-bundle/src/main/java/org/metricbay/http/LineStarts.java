package org.metricbay.http;

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
  private final Labels[] labels;
  private final byte[][] starts;

  /** Of a family of numbers, with what its first line comes after. */
  LineStarts(MetricFamily family, byte[] header) {
    this.family = new MetricFamily(family.name(), family.type(), family.help(), List.of());
    this.labels = family.samples().stream().map(Sample::labels).toArray(Labels[]::new);
    this.starts = new byte[labels.length][];
    byte[] before = header;
    for (int i = 0; i < starts.length; i++) {
      PageText text = new PageText(before.length + 64);
      starts[i] = text.raw(before).series(family.name(), "", labels[i]).toBytes();
      before = new byte[0];
    }
  }

  /** Whether they are those of this family, which has the same name. */
  boolean fit(MetricFamily other) {
    List<Sample> samples = other.samples();
    if (other.type() != family.type()
        || samples.size() != labels.length
        || !other.help().equals(family.help())) {
      return false;
    }
    for (int i = 0; i < labels.length; i++) {
      if (!samples.get(i).labels().equals(labels[i])) {
        return false;
      }
    }
    return true;
  }

  /** What stands before the number of a sample. */
  byte[] get(int sample) {
    return starts[sample];
  }
}
