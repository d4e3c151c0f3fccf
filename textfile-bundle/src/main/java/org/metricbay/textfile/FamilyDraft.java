package org.metricbay.textfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;

/** A family while its lines are read. */
final class FamilyDraft {
  /** Each series gets all the names, so too many would fill the memory. */
  private static final int MOST_LABELS = 100;

  /** What a line can be of a family. */
  enum Part {
    VALUE,
    BUCKET,
    COUNT,
    SUM
  }

  private final String name;
  private @Nullable MetricType type;
  private @Nullable String help;

  /** By labels without the empty ones, which mean the same as none. */
  private final Map<Labels, NumberSample> numbers = new LinkedHashMap<>();

  private final Map<Labels, DistributionDraft> distributions = new LinkedHashMap<>();
  private final TreeSet<String> labelNames = new TreeSet<>();

  FamilyDraft(String name) {
    this.name = name;
  }

  boolean isEmpty() {
    return numbers.isEmpty() && distributions.isEmpty();
  }

  /** Whether lines with this part's suffix belong to the family. */
  boolean has(Part part) {
    return type == MetricType.HISTOGRAM || (type == MetricType.SUMMARY && part != Part.BUCKET);
  }

  void help(String text, LineReader in) throws TextFormatException {
    if (help != null) {
      throw in.wrong("a second HELP for " + name);
    }
    help = text;
  }

  void type(MetricType given, LineReader in) throws TextFormatException {
    if (type != null) {
      throw in.wrong(
          isEmpty() ? "a second TYPE for " + name : "the TYPE of " + name + " after its values");
    }
    type = given;
  }

  void add(Part part, List<String> pairs, double value, LineReader in) throws TextFormatException {
    if (type == null) {
      type = MetricType.UNKNOWN;
    }
    if (type == MetricType.HISTOGRAM || type == MetricType.SUMMARY) {
      addToDistribution(part, pairs, value, in);
    } else {
      Labels labels = labels(pairs, in);
      if (numbers.putIfAbsent(labels.withoutEmpty(), new NumberSample(labels, value)) != null) {
        throw in.wrong("series " + name + labels + " is there a second time");
      }
    }
  }

  private void addToDistribution(Part part, List<String> pairs, double value, LineReader in)
      throws TextFormatException {
    boolean histogram = type == MetricType.HISTOGRAM;
    String key = histogram ? "le" : "quantile";
    List<String> others = new ArrayList<>();
    @Nullable String point = null;
    for (int i = 0; i < pairs.size(); i += 2) {
      if (!pairs.get(i).equals(key)) {
        others.addAll(pairs.subList(i, i + 2));
      } else if (point == null) {
        point = pairs.get(i + 1);
      } else {
        throw in.wrong("label " + key + " is given twice");
      }
    }
    Labels labels = labels(others, in);
    DistributionDraft draft =
        distributions.computeIfAbsent(
            labels.withoutEmpty(), unused -> new DistributionDraft(name + labels, histogram, in));
    if (part == Part.COUNT && point == null) {
      draft.count(value, in);
    } else if (part == Part.SUM && point == null) {
      draft.sum(value, in);
    } else if (part == (histogram ? Part.BUCKET : Part.VALUE) && point != null) {
      draft.point(TextNumbers.read(point, in), value, in);
    } else {
      throw in.wrong(
          histogram
              ? "histogram " + name + " has only _sum, _count, and _bucket with label le"
              : "summary " + name + " has only _sum, _count, and itself with label quantile");
    }
  }

  private Labels labels(List<String> pairs, LineReader in) throws TextFormatException {
    try {
      Labels labels = Labels.of(pairs.toArray(String[]::new));
      for (int i = 0; i < labels.size(); i++) {
        labelNames.add(labels.name(i));
      }
      if (labelNames.size() > MOST_LABELS) {
        throw in.wrong(name + " has more than " + MOST_LABELS + " different label names");
      }
      return labels;
    } catch (IllegalArgumentException e) {
      throw in.wrong(String.valueOf(e.getMessage()));
    }
  }

  TextFamily build() throws TextFormatException {
    List<Sample> samples = new ArrayList<>();
    numbers.forEach(
        (labels, sample) -> samples.add(new NumberSample(complete(labels), sample.value())));
    for (Map.Entry<Labels, DistributionDraft> draft : distributions.entrySet()) {
      samples.add(draft.getValue().build(complete(draft.getKey())));
    }
    return new TextFamily(
        name,
        type == null ? MetricType.UNKNOWN : type,
        Optional.ofNullable(help).filter(text -> !text.isBlank()),
        samples);
  }

  /** With each name that any series of the family has, empty where this one has none. */
  private Labels complete(Labels labels) {
    if (labels.size() == labelNames.size()) {
      return labels;
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      values.put(labels.name(i), labels.value(i));
    }
    String[] pairs = new String[2 * labelNames.size()];
    int at = 0;
    for (String label : labelNames) {
      pairs[at++] = label;
      pairs[at++] = values.getOrDefault(label, "");
    }
    return Labels.of(pairs);
  }
}
