package org.metricbay.http;

import java.util.List;
import org.metricbay.api.CounterSample;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.NumberSample;
import org.metricbay.api.NumberSamples;
import org.metricbay.api.Sample;

/**
 * Caches what stands on the page before each number of a family: help and type, names and labels.
 * It is the same from scrape to scrape, while the numbers change.
 */
final class LineStarts {
  private final MetricDescriptor descriptor;
  private final List<Labels> labels;

  /** One behind the other. */
  private final byte[] starts;

  /** Where each ends. */
  private final int[] ends;

  /** Whether some readers do not know all characters of the names. */
  private final boolean odd;

  /** Whether more than numbers is written. */
  private final boolean open;

  /** Of a family of numbers, with what its first line comes after. */
  LineStarts(MetricFamily family, byte[] header, boolean open) {
    this.descriptor = family.descriptor();
    this.labels = labels(family.samples());
    this.ends = new int[labels.size()];
    this.odd = !PlainNames.isPlain(family);
    this.open = open;
    LineName name = LineName.of(family.name());
    PageText text = new PageText(header.length + 64 * ends.length);
    text.raw(header);
    for (int i = 0; i < ends.length; i++) {
      ends[i] = (int) text.series(name, labels.get(i)).length();
    }
    this.starts = text.toBytes();
  }

  private static List<Labels> labels(List<Sample> samples) {
    return samples instanceof NumberSamples numbers
        ? numbers.labels()
        : samples.stream().map(Sample::labels).toList();
  }

  /**
   * Writes a family of the same name with its numbers.
   *
   * @return false, and nothing is written, if what stands before the numbers is not the same
   */
  boolean write(MetricFamily now, Escaping escaping, PageText text) {
    List<Sample> samples = now.samples();
    if (samples.size() != ends.length
        || (odd && escaping != Escaping.ALLOW_UTF8)
        || !descriptor.equals(now.descriptor())
        || !areOfSameLabels(samples)) {
      return false;
    }
    if (samples instanceof NumberSamples numbers) {
      for (int i = 0; i < ends.length; i++) {
        start(i, text).number(numbers.value(i)).end();
      }
      return true;
    }
    // By index: an iterator for each family is most of what a small one would cost.
    for (int i = 0; i < ends.length; i++) {
      Sample sample = samples.get(i);
      if (sample instanceof NumberSample number) {
        start(i, text).number(number.value()).end();
      } else {
        write((CounterSample) sample, i, escaping, text);
      }
    }
    return true;
  }

  /** Asked before the first line, as what is written may have gone out. */
  private boolean areOfSameLabels(List<Sample> samples) {
    if (samples instanceof NumberSamples numbers) {
      // Mostly they are the same object, and not looked at one by one.
      return labels.equals(numbers.labels());
    }
    for (int i = 0; i < ends.length; i++) {
      Sample sample = samples.get(i);
      Labels now = sample instanceof NumberSample number ? number.labels() : sample.labels();
      if (!now.equals(labels.get(i))) {
        return false;
      }
    }
    return true;
  }

  private PageText start(int index, PageText text) {
    int from = index == 0 ? 0 : ends[index - 1];
    return text.raw(starts, from, ends[index] - from);
  }

  private void write(CounterSample counter, int index, Escaping escaping, PageText text) {
    start(index, text).number(counter.value());
    if (open) {
      OpenExtras.exemplar(counter.exemplar(), escaping, text);
    }
    text.end();
    if (open) {
      String base = ClashFree.base(descriptor.name(), "_total");
      OpenExtras.created(base, counter.labels(), counter.created(), text);
    }
  }
}
