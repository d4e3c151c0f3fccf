package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Labels;
import org.metricbay.api.LeftOut;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.Sample;

/**
 * Cuts what one collector gives down to its limits: whole samples, in the order of the page. What
 * was shown once goes on being shown before anything new is, also if it is given in another order
 * the next time, so that no series comes and goes. Used by one call at a time.
 */
final class Cut {
  private static final long[] NONE = {};
  private static final long PRIME = 0x100000001b3L;

  private final Limits limits;

  /** Of each series that was shown the last time a number made of all that it is called; sorted. */
  private long[] shown = NONE;

  /** How many series were given the last time, if that was too many. */
  private long before = -1;

  Cut(Limits limits) {
    this.limits = limits;
  }

  /**
   * What is left.
   *
   * @param families as many as were given, some without samples
   * @param series how many series are cut off
   * @param leftOut says so
   */
  record Rest(List<MetricFamily> families, long series, List<LeftOut> leftOut) {}

  /** Nothing was too much this time. */
  void forget() {
    shown = NONE;
    before = -1;
  }

  /** Those families that fit, where all of them do not. */
  Rest of(List<MetricFamily> families, Amount given) {
    Taking taking = new Taking(families);
    taking.take(sample -> Arrays.binarySearch(shown, sample) >= 0);
    // While all of them are still there, another order brings no others in.
    if (taking.count < shown.length || (shown.length == 0 && given.series() != before)) {
      taking.takeWhileItFits();
      shown = taking.numbers();
    }
    before = given.series();
    List<MetricFamily> rest = taking.families();
    return new Rest(
        rest, given.series() - Amount.of(rest).series(), List.of(leftOut(given, taking)));
  }

  private LeftOut leftOut(Amount given, Taking taking) {
    String why =
        given.series() > limits.series()
            ? Limits.tooMuch(given.series() + " series", limits.series(), "collect.max-series")
            : Limits.tooMuch(
                Utf8Length.of(taking.given) + " bytes of names and labels",
                limits.bytes(),
                "collect.max-bytes");
    // Last, as it may be long, and what is shown of a reason is not.
    String first = taking.first().map(series -> "; the first of it is " + series).orElse("");
    return new LeftOut("what is beyond the limit", "is cut off: it " + why + first);
  }

  /** Which samples are wanted, by their numbers. */
  @FunctionalInterface
  private interface Wanted {
    boolean test(long number);
  }

  /** One cut in progress. */
  private final class Taking {
    private final List<MetricFamily> given;

    /** The places of the families in the order of the page. */
    private final List<Integer> order = new ArrayList<>();

    /** For each family which samples are taken; nothing while none is. */
    private final boolean[] @Nullable [] taken;

    private final long[][] numbers;
    private long series;
    private long bytes;
    private int count;

    Taking(List<MetricFamily> given) {
      this.given = given;
      this.taken = new boolean[given.size()][];
      this.numbers = new long[given.size()][];
      for (int i = 0; i < given.size(); i++) {
        order.add(i);
        numbers[i] = numbersOf(given.get(i));
      }
      order.sort(Comparator.comparing(i -> given.get(i).name()));
    }

    void take(Wanted wanted) {
      for (int family : order) {
        List<Sample> samples = given.get(family).samples();
        for (int i = 0; i < samples.size(); i++) {
          if (wanted.test(numbers[family][i])) {
            takeIfItFits(family, i, samples.get(i));
          }
        }
      }
    }

    void takeWhileItFits() {
      for (int family : order) {
        List<Sample> samples = given.get(family).samples();
        for (int i = 0; i < samples.size(); i++) {
          if (!isTaken(family, i) && !takeIfItFits(family, i, samples.get(i))) {
            return;
          }
        }
      }
    }

    /** The first that is cut off. */
    Optional<String> first() {
      for (int family : order) {
        List<Sample> samples = given.get(family).samples();
        for (int i = 0; i < samples.size(); i++) {
          if (!isTaken(family, i)) {
            return Optional.of(given.get(family).name() + samples.get(i).labels());
          }
        }
      }
      return Optional.empty();
    }

    private boolean isTaken(int family, int sample) {
      boolean[] ofFamily = taken[family];
      return ofFamily != null && ofFamily[sample];
    }

    private boolean takeIfItFits(int place, int index, Sample sample) {
      MetricFamily family = given.get(place);
      boolean[] ofFamily = taken[place];
      long more = Utf8Length.of(family.name()) + Utf8Length.of(sample.labels());
      if (ofFamily == null) {
        more += Utf8Length.of(family.name()) + Utf8Length.of(family.help());
      }
      int lines = Amount.lines(sample);
      if (series + lines > limits.series() || bytes + more > limits.bytes()) {
        return false;
      }
      if (ofFamily == null) {
        ofFamily = new boolean[family.samples().size()];
        taken[place] = ofFamily;
      }
      ofFamily[index] = true;
      series += lines;
      bytes += more;
      count++;
      return true;
    }

    List<MetricFamily> families() {
      List<MetricFamily> rest = new ArrayList<>(given.size());
      for (int i = 0; i < given.size(); i++) {
        rest.add(given.get(i).with(samples(i)));
      }
      return List.copyOf(rest);
    }

    private List<Sample> samples(int family) {
      List<Sample> samples = new ArrayList<>();
      List<Sample> all = given.get(family).samples();
      for (int i = 0; i < all.size(); i++) {
        if (isTaken(family, i)) {
          samples.add(all.get(i));
        }
      }
      return samples;
    }

    /** Those of what is taken, sorted. */
    long[] numbers() {
      long[] now = new long[count];
      int at = 0;
      for (int family = 0; family < numbers.length; family++) {
        for (int i = 0; i < numbers[family].length; i++) {
          if (isTaken(family, i)) {
            now[at++] = numbers[family][i];
          }
        }
      }
      Arrays.sort(now);
      return now;
    }
  }

  private static long[] numbersOf(MetricFamily family) {
    List<Sample> samples = family.samples();
    long[] numbers = new long[samples.size()];
    long name = add(0xcbf29ce484222325L, family.name());
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = add(name, samples.get(i).labels());
    }
    return numbers;
  }

  private static long add(long number, Labels labels) {
    long sum = number;
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.value(i).isEmpty()) {
        sum = add(add(sum, labels.name(i)), labels.value(i));
      }
    }
    return sum;
  }

  /** With its end, so that one text's end is not another's beginning. */
  private static long add(long number, String text) {
    long sum = number;
    for (int i = 0; i < text.length(); i++) {
      sum = (sum ^ text.charAt(i)) * PRIME;
    }
    return (sum ^ Character.MAX_VALUE) * PRIME;
  }
}
