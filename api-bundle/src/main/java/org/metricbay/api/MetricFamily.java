package org.metricbay.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/**
 * All samples of one metric name. Immutable; made by the builders: {@code
 * MetricFamily.gauge("node_load1", "1m load average.").sample(0.21).build()}.
 *
 * @param name the name exactly as it is exposed, in base units: {@code node_cpu_seconds_total}
 * @param type the type, which decides the kind of the samples
 * @param help what it measures, in one sentence
 * @param samples the samples in the order in which they are shown; may be empty
 */
@ProviderType
public record MetricFamily(String name, MetricType type, String help, List<Sample> samples) {
  /** Fibonacci hashing: the upper bits of a product with this are spread evenly. */
  private static final int SPREAD = 0x9e3779b9;

  /**
   * Checks name, type and samples.
   *
   * @throws IllegalArgumentException if one is not allowed; the message says how to mend it
   */
  public MetricFamily {
    Objects.requireNonNull(type, "type");
    Names.checkMetric(name, type);
    if (help == null || help.isBlank()) {
      throw new IllegalArgumentException(
          "metric \"" + name + "\" has no help: say in one sentence what it measures");
    }
    // On the path of every scrape: most have one sample, and an array is asked sooner than a list.
    samples = List.copyOf(samples);
    if (samples.size() == 1) {
      checkSample(name, type, samples.get(0));
    } else if (samples.size() > 1) {
      Sample[] given = new Sample[samples.size()];
      for (int i = 0; i < given.length; i++) {
        given[i] = samples.get(i);
        checkSample(name, type, given[i]);
      }
      checkDifferent(name, given);
    }
  }

  /** On the path of every scrape: a table with room to spare, without an object for each entry. */
  private static void checkDifferent(String name, Sample[] samples) {
    int mask = (Integer.highestOneBit(samples.length) << 2) - 1;
    int unused = Integer.numberOfLeadingZeros(mask);
    Labels[] seen = new Labels[mask + 1];
    for (Sample sample : samples) {
      Labels labels = sample instanceof NumberSample number ? number.labels() : sample.labels();
      int at = (labels.hashCode() * SPREAD) >>> unused;
      while (seen[at] != null) {
        if (seen[at].equals(labels)) {
          throw new IllegalArgumentException(
              "series " + name + labels + " is there twice: give it once");
        }
        at = (at + 1) & mask;
      }
      seen[at] = labels;
    }
  }

  private static void checkSample(String name, MetricType type, Sample sample) {
    boolean fits =
        switch (type) {
          case HISTOGRAM -> sample instanceof HistogramSample;
          case SUMMARY -> sample instanceof SummarySample;
          default -> sample instanceof NumberSample;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          type + " \"" + name + "\" has a " + sample.getClass().getSimpleName());
    }
    if (type == MetricType.COUNTER && !(((NumberSample) sample).value() >= 0)) {
      throw new IllegalArgumentException(
          "counter "
              + name
              + sample.labels()
              + " is "
              + ((NumberSample) sample).value()
              + ": a counter is 0 or more; use a gauge for a value that may fall");
    }
    if (type == MetricType.INFO && ((NumberSample) sample).value() != 1) {
      throw new IllegalArgumentException(
          "info metric " + name + sample.labels() + " must have the value 1");
    }
  }

  /** A builder for a counter; the name must end in {@code _total}. */
  public static NumberBuilder counter(String name, String help) {
    return new NumberBuilder(name, MetricType.COUNTER, help);
  }

  /** A builder for a gauge. */
  public static NumberBuilder gauge(String name, String help) {
    return new NumberBuilder(name, MetricType.GAUGE, help);
  }

  /** A builder for a number of unknown type. */
  public static NumberBuilder unknown(String name, String help) {
    return new NumberBuilder(name, MetricType.UNKNOWN, help);
  }

  /** A builder for an info metric; the name must end in {@code _info}. */
  public static InfoBuilder info(String name, String help) {
    return new InfoBuilder(name, help);
  }

  /** A builder for a histogram. */
  public static HistogramBuilder histogram(String name, String help) {
    return new HistogramBuilder(name, help);
  }

  /** A builder for a summary. */
  public static SummaryBuilder summary(String name, String help) {
    return new SummaryBuilder(name, help);
  }

  /** Collects the samples of a counter, gauge or unknown family. For use by one thread. */
  @ProviderType
  public static final class NumberBuilder {
    private final String name;
    private final MetricType type;
    private final String help;
    private List<Sample> samples = List.of();
    private Labels last = Labels.empty();

    private NumberBuilder(String name, MetricType type, String help) {
      this.name = name;
      this.type = type;
      this.help = help;
    }

    /** Adds a sample with labels given as names and values in turn. */
    public NumberBuilder sample(double value, String... namesAndValues) {
      return sample(value, Labels.like(last, namesAndValues));
    }

    /** Adds a sample with labels made before. */
    public NumberBuilder sample(double value, Labels labels) {
      Sample sample = new NumberSample(labels, value);
      last = labels;
      if (samples.isEmpty()) {
        samples = List.of(sample); // Mostly the only one.
      } else {
        if (samples.size() == 1) {
          samples = new ArrayList<>(samples);
        }
        samples.add(sample);
      }
      return this;
    }

    /** The family, which may have no samples. */
    public MetricFamily build() {
      return new MetricFamily(name, type, help, samples);
    }
  }

  /** Collects the samples of an info family. For use by one thread. */
  @ProviderType
  public static final class InfoBuilder {
    private final String name;
    private final String help;
    private final List<Sample> samples = new ArrayList<>();

    private InfoBuilder(String name, String help) {
      this.name = name;
      this.help = help;
    }

    /** Adds a sample, whose value is always 1, with labels given as names and values in turn. */
    public InfoBuilder sample(String... namesAndValues) {
      samples.add(new NumberSample(Labels.of(namesAndValues), 1));
      return this;
    }

    /** The family, which may have no samples. */
    public MetricFamily build() {
      return new MetricFamily(name, MetricType.INFO, help, samples);
    }
  }

  /** Collects the samples of a histogram family. For use by one thread. */
  @ProviderType
  public static final class HistogramBuilder {
    private final String name;
    private final String help;
    private final List<Sample> samples = new ArrayList<>();

    private HistogramBuilder(String name, String help) {
      this.name = name;
      this.help = help;
    }

    /** Adds a sample: its buckets by rising bound up to +Inf, counts cumulative, and the sum. */
    public HistogramBuilder sample(
        List<HistogramSample.Bucket> buckets, double sum, String... namesAndValues) {
      samples.add(new HistogramSample(Labels.of(namesAndValues), buckets, sum));
      return this;
    }

    /** The family, which may have no samples. */
    public MetricFamily build() {
      return new MetricFamily(name, MetricType.HISTOGRAM, help, samples);
    }
  }

  /** Collects the samples of a summary family. For use by one thread. */
  @ProviderType
  public static final class SummaryBuilder {
    private final String name;
    private final String help;
    private final List<Sample> samples = new ArrayList<>();

    private SummaryBuilder(String name, String help) {
      this.name = name;
      this.help = help;
    }

    /** Adds a sample: its quantiles by rising rank (may be none), count and sum. */
    public SummaryBuilder sample(
        List<SummarySample.Quantile> quantiles, long count, double sum, String... namesAndValues) {
      samples.add(new SummarySample(Labels.of(namesAndValues), quantiles, count, sum));
      return this;
    }

    /** The family, which may have no samples. */
    public MetricFamily build() {
      return new MetricFamily(name, MetricType.SUMMARY, help, samples);
    }
  }
}
