package org.metricbay.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;

/**
 * Makes families with different names fit on one page. A format may give a family more names than
 * its own: a histogram {@code h} has {@code h_count}, and in OpenMetrics a counter {@code a_total}
 * belongs to a family {@code a}. Where such a name is another family's, the page would be invalid
 * as a whole. So the family then loses its type, but no sample name and no value changes. Only a
 * sample whose exact name is another family's is left out: of two that escaping gives the same
 * name, the one that has it anyway stays.
 */
final class ClashFree {
  private final boolean open;
  private final Escaping escaping;
  private final Set<String> taken = new HashSet<>();

  private ClashFree(boolean open, Escaping escaping) {
    this.open = open;
    this.escaping = escaping;
    // A counter may be called "_total", but its family in OpenMetrics not "".
    taken.add("");
  }

  /**
   * The families as they can be written, by name; nothing if all can be as they are. They come by
   * name, each name once.
   */
  static Optional<List<MetricFamily>> change(
      List<MetricFamily> families, boolean open, Escaping escaping, ClashLog log) {
    return new ClashFree(open, escaping).haveClash(families)
        ? Optional.of(new ClashFree(open, escaping).withoutClash(families, log))
        : Optional.empty();
  }

  private boolean haveClash(List<MetricFamily> families) {
    for (MetricFamily family : families) {
      if (!take(names(family))) {
        return true;
      }
    }
    return false;
  }

  private List<MetricFamily> withoutClash(List<MetricFamily> families, ClashLog log) {
    List<MetricFamily> fitting = new ArrayList<>(families.size());
    // First those whose names stay, of these first who has no second name, last who loses least.
    List<MetricFamily> ordered = new ArrayList<>(families);
    ordered.sort(
        Comparator.<MetricFamily, Boolean>comparing(family -> !family.descriptor().hasPlainName())
            .thenComparingInt(family -> rank(family.type()))
            .thenComparing(MetricFamily::name));
    for (MetricFamily family : ordered) {
      MetricFamily shown = PlainNames.of(family, escaping);
      if (take(names(shown))) {
        fitting.add(shown);
      } else {
        addUntyped(shown, family.name(), fitting, log);
      }
    }
    fitting.sort(Comparator.comparing(MetricFamily::name));
    return fitting;
  }

  private void addUntyped(
      MetricFamily shown, String given, List<MetricFamily> fitting, ClashLog log) {
    for (MetricFamily part : Untyped.of(shown)) {
      if (taken.add(part.name())) {
        fitting.add(part);
      } else {
        log.leftOut(given, part.name());
      }
    }
  }

  private static int rank(MetricType type) {
    return switch (type) {
      case GAUGE, UNKNOWN, STATE_SET -> 0;
      case HISTOGRAM, SUMMARY, GAUGE_HISTOGRAM -> 1;
      case COUNTER, INFO -> 2;
    };
  }

  private boolean take(Set<String> names) {
    if (names.stream().anyMatch(taken::contains)) {
      return false;
    }
    taken.addAll(names);
    return true;
  }

  private Set<String> names(MetricFamily family) {
    String name = escaping.metric(family.name());
    Set<String> names = new HashSet<>();
    names.add(name);
    for (String suffix : family.type().suffixes()) {
      names.add(name + suffix);
    }
    if (open) {
      switch (family.type()) {
        case GAUGE, UNKNOWN, STATE_SET -> {}
        case HISTOGRAM, SUMMARY, GAUGE_HISTOGRAM -> names.add(name + "_created");
        case COUNTER -> {
          String base = base(name, "_total");
          names.add(base);
          names.add(base + "_created");
        }
        case INFO -> names.add(base(name, "_info"));
      }
    }
    return names;
  }

  static String base(String name, String suffix) {
    return name.substring(0, name.length() - suffix.length());
  }
}
