package org.metricbay.textfile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.Labels;
import org.metricbay.api.Sample;
import org.metricbay.api.SummarySample;
import org.osgi.framework.BundleContext;

/**
 * What the agent accepts from one collector. Texts are refused one by one before that limit is
 * reached, so that a large one does not cost the others.
 *
 * @param series how many series
 * @param bytes how many bytes of UTF-8 in names, labels and help
 */
record Capacity(int series, int bytes) {
  static final Capacity DEFAULT = new Capacity(10_000, 4 << 20);

  /** The same options that the agent's engine reads. */
  static Capacity of(BundleContext context) {
    return new Capacity(
        number(context.getProperty("metricbay.collect.max-series"), DEFAULT.series),
        number(context.getProperty("metricbay.collect.max-bytes"), DEFAULT.bytes));
  }

  private static int number(@Nullable String text, int usual) {
    try {
      return text == null ? usual : Integer.parseInt(text);
    } catch (NumberFormatException toldByTheEngine) {
      return usual;
    }
  }

  /** What is left for texts beside a collector's own metrics. */
  Capacity less(int ownSeries, int ownBytes) {
    return new Capacity(
        Math.max(0, series - ownSeries), Math.max(0, bytes - bytes / 10 - ownBytes));
  }

  static int seriesOf(List<TextFamily> families) {
    int count = 0;
    for (TextFamily family : families) {
      for (Sample sample : family.samples()) {
        count += seriesOf(sample);
      }
    }
    return count;
  }

  private static int seriesOf(Sample sample) {
    if (sample instanceof HistogramSample histogram) {
      return histogram.buckets().size() + 2;
    }
    return sample instanceof SummarySample summary ? summary.quantiles().size() + 2 : 1;
  }

  static long bytesOf(List<TextFamily> families) {
    long length = 0;
    for (TextFamily family : families) {
      length += bytesOf(family.name()) + family.help().map(Capacity::bytesOf).orElse(0L);
      for (Sample sample : family.samples()) {
        length += bytesOf(family.name()) + bytesOf(sample.labels());
      }
    }
    return length;
  }

  private static long bytesOf(Labels labels) {
    long length = 0;
    for (int i = 0; i < labels.size(); i++) {
      length += bytesOf(labels.name(i)) + bytesOf(labels.value(i));
    }
    return length;
  }

  /** The two halves of a pair count as three each, though they make four together. */
  private static long bytesOf(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 ? 1 : 2;
      }
    }
    return bytes;
  }
}
