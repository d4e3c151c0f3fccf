package org.metricbay.core.collect.internal;

import java.util.List;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.NumberSample;
import org.metricbay.api.NumberSamples;
import org.metricbay.api.Sample;
import org.metricbay.api.StateSetSample;
import org.metricbay.api.SummarySample;

/**
 * How much a collector has given.
 *
 * @param samples how many samples
 * @param series how many series of a page they make, each bucket and quantile being one
 * @param length how many characters their names, labels and help have together
 */
record Amount(int samples, long series, long length) {

  /** That of these families. */
  static Amount of(List<MetricFamily> families) {
    int count = 0;
    long series = 0;
    long length = 0;
    for (int i = 0; i < families.size(); i++) {
      MetricFamily family = families.get(i);
      List<Sample> samples = family.samples();
      int size = samples.size();
      count += size;
      length += family.help().length() + (size + 1L) * family.name().length();
      if (samples instanceof NumberSamples numbers) {
        series += size;
        length += numbers.characters();
        continue;
      }
      for (int j = 0; j < size; j++) {
        // Nearly all are numbers; asked for by their class, they answer sooner.
        if (samples.get(j) instanceof NumberSample number) {
          series++;
          length += number.labels().characters();
        } else {
          series += lines(samples.get(j));
          length += samples.get(j).labels().characters();
        }
      }
    }
    return new Amount(count, series, length);
  }

  /** How many series of a page the sample makes. */
  static int lines(Sample sample) {
    if (sample instanceof HistogramSample histogram) {
      return histogram.buckets().size() + 2;
    }
    if (sample instanceof StateSetSample set) {
      return set.states().size();
    }
    return sample instanceof SummarySample summary ? summary.quantiles().size() + 2 : 1;
  }
}
