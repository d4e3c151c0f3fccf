package org.metricbay.api;

import java.util.List;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/**
 * All samples of one metric: its descriptor and its current values. Immutable; created by a {@link
 * MetricDescriptor} in a constant.
 *
 * <p>A sample that cannot be used, such as a negative counter or a duplicate series, is left out,
 * and {@link #leftOut()} says why.
 *
 * @param descriptor what it is; since 1.1
 * @param samples the samples in the order in which they are shown; may be empty. Of a builder that
 *     is used again they are {@link NumberSamples}, if all are numbers
 * @param leftOut what could not be used, and why; mostly nothing. Since 1.1
 */
@ProviderType
public record MetricFamily(
    MetricDescriptor descriptor, List<Sample> samples, List<LeftOut> leftOut) {

  /** Leaves out what cannot be used. */
  public MetricFamily {
    Objects.requireNonNull(descriptor, "descriptor");
    samples = samples instanceof NumberSamples ? samples : List.copyOf(samples);
    leftOut = leftOut.isEmpty() ? List.of() : List.copyOf(leftOut);
    if (!descriptor.isUsable()) {
      samples = List.of();
      leftOut = descriptor.problem();
    } else if (leftOut.size() > SampleCheck.MOST + 1
        || !SampleCheck.areUsable(descriptor, samples)) {
      MetricFamily usable = SampleCheck.usable(descriptor, samples, leftOut);
      samples = usable.samples();
      leftOut = usable.leftOut();
    }
  }

  /**
   * The samples of a metric.
   *
   * @since 1.1
   */
  public MetricFamily(MetricDescriptor descriptor, List<Sample> samples) {
    this(descriptor, samples, List.of());
  }

  /**
   * The samples of a metric that is described again at each call; a {@link MetricDescriptor} in a
   * constant is faster.
   *
   * @param name the name exactly as it is exposed, in base units: {@code node_cpu_seconds_total}
   * @param type the type, which decides the kind of the samples
   * @param help what it measures, in one sentence
   * @param samples the samples in the order in which they are shown; may be empty
   */
  public MetricFamily(String name, MetricType type, String help, List<Sample> samples) {
    this(
        MetricDescriptor.found(Objects.requireNonNull(type, "type"), name, help),
        samples,
        List.of());
  }

  /**
   * No family, but word of something that should have become one, or a sample of one, and could not
   * be used. A collector returns it beside its families: it is logged once, and costs nothing else.
   *
   * @param what its name, the same words each time: {@code line 3 of /proc/meminfo}
   * @param why what is wrong with it: {@code has no number}
   * @since 1.1
   */
  public static MetricFamily unusable(String what, String why) {
    LeftOut leftOut = new LeftOut(what, why);
    return MetricDescriptor.unusable(MetricType.UNKNOWN, what, leftOut).none();
  }

  /** The name exactly as it is exposed. */
  public String name() {
    return descriptor.name();
  }

  /** The type, which decides the kind of the samples. */
  public MetricType type() {
    return descriptor.type();
  }

  /** What it measures, in one sentence. */
  public String help() {
    return descriptor.help();
  }

  /**
   * The same with other samples.
   *
   * @since 1.1
   */
  public MetricFamily with(List<Sample> others) {
    return new MetricFamily(descriptor, others, leftOut);
  }

  /** A builder for a counter; the name must end in {@code _total}. */
  public static NumberBuilder counter(String name, String help) {
    return new NumberBuilder(MetricDescriptor.found(MetricType.COUNTER, name, help));
  }

  /** A builder for a gauge. */
  public static NumberBuilder gauge(String name, String help) {
    return new NumberBuilder(MetricDescriptor.found(MetricType.GAUGE, name, help));
  }

  /** A builder for a number of unknown type. */
  public static NumberBuilder unknown(String name, String help) {
    return new NumberBuilder(MetricDescriptor.found(MetricType.UNKNOWN, name, help));
  }

  /** A builder for an info metric; the name must end in {@code _info}. */
  public static InfoBuilder info(String name, String help) {
    return new InfoBuilder(MetricDescriptor.found(MetricType.INFO, name, help));
  }

  /** A builder for a histogram. */
  public static HistogramBuilder histogram(String name, String help) {
    return new HistogramBuilder(MetricDescriptor.found(MetricType.HISTOGRAM, name, help));
  }

  /** A builder for a summary. */
  public static SummaryBuilder summary(String name, String help) {
    return new SummaryBuilder(MetricDescriptor.found(MetricType.SUMMARY, name, help));
  }

  /**
   * Collects the samples of a counter, gauge or unknown family. A sample that cannot be used costs
   * itself only. For use by one thread.
   */
  @ProviderType
  public static final class NumberBuilder {
    private final FamilyBuilder family;
    private Labels last = Labels.empty();

    private NumberBuilder(MetricDescriptor descriptor) {
      this.family = descriptor.samples();
    }

    /** Adds a sample with labels given as names and values in turn. */
    public NumberBuilder sample(double value, String... namesAndValues) {
      try {
        return sample(value, Labels.like(last, namesAndValues));
      } catch (IllegalArgumentException e) {
        family.leaveOut(e);
        return this;
      }
    }

    /** Adds a sample with labels made before. */
    public NumberBuilder sample(double value, Labels labels) {
      family.add(value, labels);
      last = labels;
      return this;
    }

    /** The family, which may have no samples. */
    public MetricFamily build() {
      return family.build();
    }
  }

  /** Collects the samples of an info family. For use by one thread. */
  @ProviderType
  public static final class InfoBuilder {
    private final FamilyBuilder family;

    private InfoBuilder(MetricDescriptor descriptor) {
      this.family = descriptor.samples();
    }

    /** Adds a sample, whose value is always 1, with labels given as names and values in turn. */
    public InfoBuilder sample(String... namesAndValues) {
      try {
        family.add(1, Labels.of(namesAndValues));
      } catch (IllegalArgumentException e) {
        family.leaveOut(e);
      }
      return this;
    }

    /** The family, which may have no samples. */
    public MetricFamily build() {
      return family.build();
    }
  }

  /** Collects the samples of a histogram family. For use by one thread. */
  @ProviderType
  public static final class HistogramBuilder {
    private final FamilyBuilder family;

    private HistogramBuilder(MetricDescriptor descriptor) {
      this.family = descriptor.samples();
    }

    /** Adds a sample: its buckets by rising bound up to +Inf, counts cumulative, and the sum. */
    public HistogramBuilder sample(
        List<HistogramSample.Bucket> buckets, double sum, String... namesAndValues) {
      try {
        family.add(new HistogramSample(Labels.of(namesAndValues), buckets, sum));
      } catch (IllegalArgumentException e) {
        family.leaveOut(e);
      }
      return this;
    }

    /** The family, which may have no samples. */
    public MetricFamily build() {
      return family.build();
    }
  }

  /** Collects the samples of a summary family. For use by one thread. */
  @ProviderType
  public static final class SummaryBuilder {
    private final FamilyBuilder family;

    private SummaryBuilder(MetricDescriptor descriptor) {
      this.family = descriptor.samples();
    }

    /** Adds a sample: its quantiles by rising rank (may be none), count and sum. */
    public SummaryBuilder sample(
        List<SummarySample.Quantile> quantiles, long count, double sum, String... namesAndValues) {
      try {
        family.add(new SummarySample(Labels.of(namesAndValues), quantiles, count, sum));
      } catch (IllegalArgumentException e) {
        family.leaveOut(e);
      }
      return this;
    }

    /** The family, which may have no samples. */
    public MetricFamily build() {
      return family.build();
    }
  }
}
