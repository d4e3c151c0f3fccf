package org.metricbay.http;

import java.util.List;
import org.metricbay.api.CounterSample;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;

/**
 * Caches what stands on the page before each number of a family: help and type, names and labels.
 * It is the same from scrape to scrape, while the numbers change.
 */
final class LineStarts {
  private final MetricDescriptor descriptor;
  private final Labels[] labels;
  private final byte[][] starts;

  /** Whether some readers do not know all characters of the names. */
  private final boolean odd;

  /** Whether more than numbers is written. */
  private final boolean open;

  /** Of a family of numbers, with what its first line comes after. */
  LineStarts(MetricFamily family, byte[] header, boolean open) {
    this.descriptor = family.descriptor();
    this.labels = family.samples().stream().map(Sample::labels).toArray(Labels[]::new);
    this.starts = new byte[labels.length][];
    this.odd = !PlainNames.isPlain(family);
    this.open = open;
    LineName name = LineName.of(family.name());
    byte[] before = header;
    for (int i = 0; i < starts.length; i++) {
      PageText text = new PageText(before.length + 64);
      starts[i] = text.raw(before).series(name, labels[i]).toBytes();
      before = new byte[0];
    }
  }

  /**
   * Writes a family of the same name with its numbers.
   *
   * @return false, and nothing is written, if what stands before the numbers is not the same
   */
  boolean write(MetricFamily now, Escaping escaping, PageText text) {
    // By index: an iterator for each family is most of what a small one would cost.
    List<Sample> samples = now.samples();
    if (samples.size() != starts.length
        || (odd && escaping != Escaping.ALLOW_UTF8)
        || !descriptor.equals(now.descriptor())) {
      return false;
    }
    int begin = text.length();
    for (int i = 0; i < starts.length; i++) {
      Sample sample = samples.get(i);
      if (sample instanceof NumberSample number) {
        if (!number.labels().equals(labels[i])) {
          text.cut(begin);
          return false;
        }
        text.raw(starts[i]).number(number.value()).end();
      } else if (!write((CounterSample) sample, i, escaping, text)) {
        text.cut(begin);
        return false;
      }
    }
    return true;
  }

  private boolean write(CounterSample counter, int index, Escaping escaping, PageText text) {
    if (!counter.labels().equals(labels[index])) {
      return false;
    }
    text.raw(starts[index]).number(counter.value());
    if (open) {
      OpenExtras.exemplar(counter.exemplar(), escaping, text);
    }
    text.end();
    if (open) {
      String base = ClashFree.base(descriptor.name(), "_total");
      OpenExtras.created(base, counter.labels(), counter.created(), text);
    }
    return true;
  }
}
