package org.metricbay.textfile;

import static org.metricbay.textfile.TextFormatException.quoted;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricType;

/**
 * Reads <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus's text
 * format 0.0.4</a>, with what Prometheus's own parser in Go takes and refuses. Stricter than that
 * where a line would be lost silently: the same series twice, a timestamp, a line of a histogram or
 * summary that is none of its parts.
 */
final class TextParser {
  private final int mostSeries;
  private final Map<String, FamilyDraft> families = new LinkedHashMap<>();
  private int line;
  private int series;

  private TextParser(int mostSeries) {
    this.mostSeries = mostSeries;
  }

  /**
   * All or nothing.
   *
   * @param mostSeries how many lines with a value there may be
   * @throws TextFormatException if anything in it is wrong; says the line and what
   */
  static List<TextFamily> parse(String text, int mostSeries) throws TextFormatException {
    return new TextParser(mostSeries).parse(text);
  }

  private List<TextFamily> parse(String text) throws TextFormatException {
    int start = 0;
    while (start < text.length()) {
      line++;
      int end = text.indexOf('\n', start);
      if (end < 0) {
        throw new TextFormatException(
            line, "the last line has no end: the text is only half written");
      }
      read(new LineReader(text.substring(start, end), line));
      start = end + 1;
    }
    List<TextFamily> built = new ArrayList<>();
    for (FamilyDraft family : families.values()) {
      if (!family.isEmpty()) {
        built.add(family.build());
      }
    }
    return built;
  }

  private void read(LineReader in) throws TextFormatException {
    if (in.skipBlanks().atEnd()) {
      return;
    }
    if (in.take('#')) {
      readComment(in);
    } else {
      readSample(in);
    }
  }

  private void readComment(LineReader in) throws TextFormatException {
    String keyword = in.skipBlanks().word();
    if (!(keyword.equals("HELP") || keyword.equals("TYPE")) || in.skipBlanks().atEnd()) {
      return;
    }
    FamilyDraft family = target(in.metricName()).family();
    if (in.skipBlanks().atEnd()) {
      return;
    }
    if (keyword.equals("HELP")) {
      family.help(in.help(), in);
    } else {
      family.type(type(in.word(), in), in);
      if (!in.skipBlanks().atEnd()) {
        throw in.wrong("nothing may follow the type, but there is " + quoted(in.word()));
      }
    }
  }

  private static MetricType type(String text, LineReader in) throws TextFormatException {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "counter" -> MetricType.COUNTER;
      case "gauge" -> MetricType.GAUGE;
      case "histogram" -> MetricType.HISTOGRAM;
      case "summary" -> MetricType.SUMMARY;
      case "untyped" -> MetricType.UNKNOWN;
      default ->
          throw in.wrong(
              "the type must be counter, gauge, histogram, summary or untyped, not "
                  + quoted(text));
    };
  }

  private void readSample(LineReader in) throws TextFormatException {
    String name = in.metricName();
    List<String> labels = in.skipBlanks().take('{') ? in.labels() : List.of();
    String number = in.skipBlanks().word();
    if (number.isEmpty()) {
      throw in.wrong("the value of " + name + " is missing");
    }
    double value = TextNumbers.read(number, in);
    if (!in.skipBlanks().atEnd()) {
      throw in.wrong(
          quoted(in.word())
              + " follows the value of "
              + name
              + ": neither a timestamp nor anything else may");
    }
    if (++series > mostSeries) {
      throw in.wrong("there are more than " + mostSeries + " series");
    }
    Target target = target(name);
    target.family().add(target.part(), labels, value, in);
  }

  private record Target(FamilyDraft family, FamilyDraft.Part part) {}

  /** Which family a name belongs to: one whose type is known has more names than its own. */
  private Target target(String name) {
    FamilyDraft exact = families.get(name);
    if (exact != null) {
      return new Target(exact, FamilyDraft.Part.VALUE);
    }
    return part(name, "_count", FamilyDraft.Part.COUNT)
        .or(() -> part(name, "_sum", FamilyDraft.Part.SUM))
        .or(() -> part(name, "_bucket", FamilyDraft.Part.BUCKET))
        .orElseGet(
            () -> {
              FamilyDraft family = new FamilyDraft(name);
              families.put(name, family);
              return new Target(family, FamilyDraft.Part.VALUE);
            });
  }

  private Optional<Target> part(String name, String suffix, FamilyDraft.Part part) {
    if (!name.endsWith(suffix)) {
      return Optional.empty();
    }
    @Nullable FamilyDraft family = families.get(name.substring(0, name.length() - suffix.length()));
    return family != null && family.has(part)
        ? Optional.of(new Target(family, part))
        : Optional.empty();
  }
}
