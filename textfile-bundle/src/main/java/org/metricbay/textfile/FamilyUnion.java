package org.metricbay.textfile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;

/**
 * Unites the families of several texts. Where two contradict each other, the first one's stays and
 * the other's is left out, with a problem that says so.
 */
final class FamilyUnion {
  private final Capacity capacity;

  /** How the names begin that the collector has for itself. */
  private final String reserved;

  private final Map<String, United> families = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private int series;
  private long bytes;

  FamilyUnion(Capacity capacity, String reserved) {
    this.capacity = capacity;
    this.reserved = reserved;
  }

  private static final class United {
    final MetricType type;
    final List<String> sources = new ArrayList<>();
    final List<Sample> samples = new ArrayList<>();
    final Set<Labels> seen = new HashSet<>();
    Optional<String> help = Optional.empty();
    boolean contradicted;

    United(MetricType type) {
      this.type = type;
    }
  }

  /**
   * Adds what a text has.
   *
   * @param source where it is from
   * @return false if there is no room for it; nothing of it was then added
   */
  boolean add(String source, List<TextFamily> given) {
    int moreSeries = Capacity.seriesOf(given);
    long moreBytes = Capacity.bytesOf(given);
    if (series + moreSeries > capacity.series()) {
      problems.add(source + ": has " + tooMuch(moreSeries + " series", "max-series"));
      return false;
    }
    if (bytes + moreBytes > capacity.bytes()) {
      problems.add(
          source + ": has " + tooMuch(moreBytes + " bytes of names and labels", "max-bytes"));
      return false;
    }
    series += moreSeries;
    bytes += moreBytes;
    given.forEach(family -> add(source, family));
    return true;
  }

  private static String tooMuch(String what, String option) {
    return what
        + ", which together with the others is too much for one collector; if that is meant, raise"
        + " collect."
        + option
        + " in conf/metricbay.cfg";
  }

  private void add(String source, TextFamily family) {
    if (family.name().startsWith(reserved)) {
      problems.add(source + ": " + family.name() + " is a name that the agent itself uses");
      return;
    }
    United united = families.computeIfAbsent(family.name(), name -> new United(family.type()));
    if (united.type != family.type()) {
      problems.add(
          source
              + ": "
              + family.name()
              + " is of another type than in "
              + united.sources.get(0)
              + " and is left out");
    } else if (contradicts(united, family)) {
      problems.add(
          source
              + ": "
              + family.name()
              + " has another help than in "
              + united.sources.get(0)
              + " and is left out");
    } else {
      unite(source, united, family);
    }
  }

  /**
   * As with node_exporter, nothing is added to a family any more once its help was contradicted.
   */
  private static boolean contradicts(United united, TextFamily family) {
    united.contradicted |=
        united.help.isPresent() && family.help().isPresent() && !united.help.equals(family.help());
    return united.contradicted;
  }

  private void unite(String source, United united, TextFamily family) {
    united.help = united.help.or(family::help);
    united.sources.add(source);
    for (Sample sample : family.samples()) {
      if (united.seen.add(sample.labels().withoutEmpty())) {
        united.samples.add(sample);
      } else {
        problems.add(
            source + ": " + family.name() + sample.labels() + " is in another one too; left out");
      }
    }
  }

  List<String> problems() {
    return problems;
  }

  List<MetricFamily> families() {
    List<MetricFamily> built = new ArrayList<>();
    families.forEach(
        (name, united) ->
            built.add(
                new MetricFamily(
                    name,
                    type(name, united),
                    united.help.orElseGet(
                        () -> "Metric read from " + String.join(", ", united.sources)),
                    united.samples)));
    return built;
  }

  /** Our pages have no counter without _total and none below 0: then its type is not known. */
  private static MetricType type(String name, United united) {
    boolean fits =
        united.type != MetricType.COUNTER
            || (name.endsWith("_total")
                && united.samples.stream().allMatch(s -> ((NumberSample) s).value() >= 0));
    return fits ? united.type : MetricType.UNKNOWN;
  }
}
