package org.metricbay.api;

import java.util.ArrayList;
import java.util.List;

/** Checks which samples a family can have. On the hot path. */
final class SampleCheck {
  /** So many words are kept of what was left out. */
  static final int MOST = 100;

  private final MetricDescriptor descriptor;
  private final List<Sample> usable = new ArrayList<>();
  private final List<LeftOut> leftOut;
  private int more;

  private SampleCheck(MetricDescriptor descriptor, List<LeftOut> leftOut) {
    this.descriptor = descriptor;
    this.leftOut = new ArrayList<>(leftOut.subList(0, Math.min(MOST, leftOut.size())));
    this.more = leftOut.size() - this.leftOut.size();
  }

  /** Whether all of these can be used: nearly always. */
  static boolean areUsable(MetricDescriptor descriptor, List<Sample> samples) {
    if (samples instanceof NumberSamples numbers) {
      return numbers.areUsableIn(descriptor.type());
    }
    int size = samples.size();
    if (size < 2) {
      return size == 0 || fits(descriptor, samples.get(0));
    }
    Labels[] labels = new Labels[size];
    for (int i = 0; i < size; i++) {
      Sample sample = samples.get(i);
      if (!fits(descriptor, sample)) {
        return false;
      }
      // Asked for by their class, numbers answer sooner.
      labels[i] = sample instanceof NumberSample number ? number.labels() : sample.labels();
    }
    return SeriesSet.areDistinct(labels);
  }

  private static boolean fits(MetricDescriptor descriptor, Sample sample) {
    MetricType type = descriptor.type();
    if (sample instanceof NumberSample number) {
      double value = number.value();
      return switch (type) {
        case GAUGE, UNKNOWN -> true;
        case COUNTER -> value >= 0;
        case INFO -> value == 1;
        default -> false;
      };
    }
    return switch (type) {
      case COUNTER -> sample instanceof CounterSample counter && counter.value() >= 0;
      case HISTOGRAM, GAUGE_HISTOGRAM -> sample instanceof HistogramSample;
      case SUMMARY -> sample instanceof SummarySample;
      case STATE_SET -> sample instanceof StateSetSample && !sample.labels().has(descriptor.name());
      default -> false;
    };
  }

  /** The family of those samples that can be used, and the words why the others cannot. */
  static MetricFamily usable(
      MetricDescriptor descriptor, List<Sample> samples, List<LeftOut> leftOut) {
    SampleCheck check = new SampleCheck(descriptor, leftOut);
    check.addAll(samples);
    if (check.more > 0) {
      check.leftOut.add(
          new LeftOut(
              "more of " + descriptor.name(), "cannot be used: " + check.more + " samples"));
    }
    return new MetricFamily(descriptor, check.usable, check.leftOut);
  }

  private void addAll(List<Sample> samples) {
    SeriesSet series = new SeriesSet(samples.size());
    for (Sample sample : samples) {
      if (!fits(descriptor, sample)) {
        leaveOut(misfit(sample));
      } else if (series.add(sample.labels())) {
        usable.add(sample);
      } else {
        leaveOut(
            new LeftOut(
                "series " + descriptor.name() + sample.labels(), "is there twice: give it once"));
      }
    }
  }

  private void leaveOut(LeftOut why) {
    if (leftOut.size() < MOST) {
      leftOut.add(why);
    } else {
      more++;
    }
  }

  private LeftOut misfit(Sample sample) {
    MetricType type = descriptor.type();
    String series = descriptor.name() + sample.labels();
    if (type == MetricType.COUNTER && sample instanceof NumberSample number) {
      return negative(series, number.value());
    }
    if (type == MetricType.COUNTER && sample instanceof CounterSample counter) {
      return negative(series, counter.value());
    }
    if (type == MetricType.INFO && sample instanceof NumberSample) {
      return new LeftOut("info metric " + series, "must have the value 1");
    }
    if (type == MetricType.STATE_SET && sample instanceof StateSetSample) {
      return new LeftOut(
          "state set " + series,
          "has a label of its own name, which is made from the states: remove it");
    }
    return new LeftOut(type + " " + series, "has a " + sample.getClass().getSimpleName());
  }

  private static LeftOut negative(String series, double value) {
    return new LeftOut(
        "counter " + series,
        "is " + value + ": a counter is 0 or more; use a gauge for a value that may fall");
  }
}
