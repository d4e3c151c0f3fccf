package org.metricbay.core.collect.internal;

import java.util.List;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.Sample;

/** How many bytes names, labels and help take as UTF-8. Makes no bytes to find out. */
final class Utf8Length {
  private static final int ONE_BYTE = 0x80;
  private static final int TWO_BYTES = 0x800;

  private Utf8Length() {}

  static long of(List<MetricFamily> families) {
    long bytes = 0;
    for (MetricFamily family : families) {
      List<Sample> samples = family.samples();
      bytes += of(family.help()) + (samples.size() + 1L) * of(family.name());
      for (Sample sample : samples) {
        bytes += of(sample.labels());
      }
    }
    return bytes;
  }

  static long of(Labels labels) {
    long bytes = 0;
    for (int i = 0; i < labels.size(); i++) {
      bytes += of(labels.name(i)) + of(labels.value(i));
    }
    return bytes;
  }

  static long of(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ONE_BYTE) {
        bytes += c < TWO_BYTES ? 1 : extra(text, i, c);
      }
    }
    return bytes;
  }

  /** Two chars of a pair make four bytes; one without its other is written as a question mark. */
  private static int extra(String text, int at, char c) {
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1)) ? 1 : 0;
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1)) ? 1 : 0;
    }
    return 2;
  }
}
