package org.metricbay.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Collects the samples of a family. A sample that cannot be used costs itself only: the family is
 * made without it and says so in {@link MetricFamily#leftOut()}, which the engine logs. For use by
 * one thread at a time.
 *
 * <p>A collector of a few series makes one in each collection. One of many keeps it in a field, and
 * {@linkplain #begin begins} anew each time. It remembers the labels that it had: while the series
 * are the same, a collection takes the memory of their numbers only.
 *
 * <pre>
 * private final FamilyBuilder seconds = CPU.samples();
 *
 * public List&lt;MetricFamily&gt; collect() {
 *   seconds.begin();
 *   for (…) {
 *     seconds.add(value, cpu, mode);
 *   }
 *   return List.of(seconds.build());
 * }
 * </pre>
 *
 * @since 1.1
 */
@ProviderType
public final class FamilyBuilder {
  private static final Sample[] NONE = {};
  private static final int FEW = 4;

  private final MetricDescriptor descriptor;

  /** What is kept from one family to the next; nothing while there is only one. */
  private Optional<Numbers> numbers = Optional.empty();

  /** The samples, unless all of them are numbers of a builder that is used again. */
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
   * Begins another family of the metric, without samples: what was built stays as it is. Labels are
   * remembered until other ones come in their place.
   */
  public FamilyBuilder begin() {
    if (numbers.isEmpty()) {
      numbers = Optional.of(new Numbers());
    }
    numbers.get().begin();
    samples = NONE;
    size = 0;
    leftOut = List.of();
    return this;
  }

  /**
   * Adds a number. It is that of a counter, gauge, info or unknown metric, and 1 for an info.
   *
   * @param labelValues a value for each of the descriptor's label names, in their order
   */
  public FamilyBuilder add(double value, String... labelValues) {
    Labels expected = numbers.isEmpty() ? Labels.empty() : numbers.get().expected();
    if (descriptor.isSameMadeOf(expected, labelValues)) {
      return add(value, expected);
    }
    Labels labels;
    try {
      labels = labelValues.length == 0 ? descriptor.labels() : descriptor.labels(labelValues);
    } catch (IllegalArgumentException e) {
      return leaveOut(e);
    }
    return add(value, labels);
  }

  /** Adds a number with labels made before, which need not have the descriptor's names. */
  public FamilyBuilder add(double value, Labels labels) {
    Objects.requireNonNull(labels, "labels");
    if (size == 0 && numbers.isPresent()) {
      numbers.get().add(value, labels);
    } else {
      push(new NumberSample(labels, value));
    }
    return this;
  }

  /** Adds a sample. */
  public FamilyBuilder add(Sample sample) {
    Objects.requireNonNull(sample, "sample");
    if (size > 0 || numbers.isEmpty()) {
      push(sample);
    } else if (sample instanceof NumberSample number) {
      numbers.get().add(number.value(), number.labels());
    } else {
      numbers.get().samples().forEach(this::push);
      push(sample);
    }
    return this;
  }

  private void push(Sample sample) {
    if (size == samples.length) {
      // Most families have one sample.
      samples = copy(size == 0 ? 1 : Math.max(FEW, size + size / 2));
    }
    samples[size++] = sample;
  }

  /** As Arrays.copyOf, which finds out the array's class first. */
  private Sample[] copy(int length) {
    Sample[] copy = new Sample[length];
    System.arraycopy(samples, 0, copy, 0, size);
    return copy;
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
    return size == 0 && (numbers.isEmpty() || numbers.get().isEmpty());
  }

  /** The family, which may have no samples. */
  public MetricFamily build() {
    return new MetricFamily(descriptor, all(), leftOut);
  }

  private List<Sample> all() {
    if (size > 1) {
      return List.of(size == samples.length ? samples : copy(size));
    }
    if (size == 1) {
      return List.of(samples[0]);
    }
    return numbers.isPresent() ? numbers.get().samples() : List.of();
  }
}
