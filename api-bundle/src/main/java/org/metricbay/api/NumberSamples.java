package org.metricbay.api;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The samples of a family of which each is a number, kept as numbers, as a {@link FamilyBuilder}
 * makes them that is used again. A sample is made when the list is asked for it; whoever goes
 * through many asks for values and labels. Immutable.
 *
 * @since 1.1
 */
@ProviderType
public final class NumberSamples extends AbstractList<Sample> implements RandomAccess {
  private final Series series;
  private final double[] values;

  /** Of values in an array that nobody else has. */
  NumberSamples(Series series, double[] values) {
    this.series = series;
    this.values = values;
  }

  @Override
  public NumberSample get(int index) {
    return new NumberSample(series.get(index), values[index]);
  }

  @Override
  public int size() {
    return values.length;
  }

  /** The value of sample {@code index}. */
  public double value(int index) {
    return values[index];
  }

  /**
   * The labels of all samples, in their order: the same object in each family that a builder makes,
   * as long as the series are the same.
   */
  public List<Labels> labels() {
    return series;
  }

  /** How many characters names and values of all labels have together. */
  public int characters() {
    return series.characters();
  }

  /** Whether a family of this type can have all of them. */
  boolean areUsableIn(MetricType type) {
    return switch (type) {
      case GAUGE, UNKNOWN -> series.areDistinct();
      case COUNTER -> areFromZeroOn() && series.areDistinct();
      case INFO -> areAllOne() && series.areDistinct();
      default -> values.length == 0;
    };
  }

  private boolean areFromZeroOn() {
    for (double value : values) {
      if (!(value >= 0)) {
        return false;
      }
    }
    return true;
  }

  private boolean areAllOne() {
    for (double value : values) {
      if (value != 1) {
        return false;
      }
    }
    return true;
  }
}
