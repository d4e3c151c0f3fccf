package org.metricbay.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Collects the samples of a family. A sample that cannot be used is left out, and {@link
 * MetricFamily#leftOut()} says so, which the engine logs. For use by one thread.
 *
 * @since 1.1
 */
@ProviderType
public final class FamilyBuilder {
  private static final Sample[] NONE = {};
  private static final int FEW = 4;

  private final MetricDescriptor descriptor;
  private Sample[] samples = NONE;
  private int size;
  private List<LeftOut> leftOut = List.of();

  FamilyBuilder(MetricDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** What the family is of. */
  public MetricDescriptor descriptor() {
    return descriptor;
  }

  /**
   * Adds a number. It is that of a counter, gauge, info or unknown metric, and 1 for an info.
   *
   * @param labelValues a value for each of the descriptor's label names, in their order
   */
  public FamilyBuilder add(double value, String... labelValues) {
    Labels labels;
    try {
      labels = labelValues.length == 0 ? descriptor.labels() : descriptor.labels(labelValues);
    } catch (IllegalArgumentException e) {
      return leaveOut(e);
    }
    return add(new NumberSample(labels, value));
  }

  /** Adds a number with labels made before, which need not have the descriptor's names. */
  public FamilyBuilder add(double value, Labels labels) {
    return add(new NumberSample(labels, value));
  }

  /** Adds a sample. */
  public FamilyBuilder add(Sample sample) {
    Objects.requireNonNull(sample, "sample");
    if (size == samples.length) {
      // Most families have one sample.
      samples = copy(size == 0 ? 1 : Math.max(FEW, size + size / 2));
    }
    samples[size++] = sample;
    return this;
  }

  /**
   * Says that something could not be used, of which a sample should have come: {@code
   * leaveOut("line Foo of /proc/meminfo", "has no number")}. It costs nothing else.
   *
   * @param what its name, the same words each time, as it is logged once
   * @param why what is wrong with it
   */
  public FamilyBuilder leaveOut(String what, String why) {
    if (leftOut.isEmpty()) {
      leftOut = new ArrayList<>();
    }
    leftOut.add(new LeftOut(what, why));
    return this;
  }

  FamilyBuilder leaveOut(IllegalArgumentException why) {
    return leaveOut("a sample of " + descriptor.name(), "is wrong: " + why.getMessage());
  }

  /** Whether it has no samples yet. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** The family, which may have no samples. */
  public MetricFamily build() {
    List<Sample> all =
        size == 1 ? List.of(samples[0]) : List.of(size == samples.length ? samples : copy(size));
    return new MetricFamily(descriptor, all, leftOut);
  }

  /** As Arrays.copyOf, which finds out the array's class first. */
  private Sample[] copy(int length) {
    Sample[] copy = new Sample[length];
    System.arraycopy(samples, 0, copy, 0, size);
    return copy;
  }
}
