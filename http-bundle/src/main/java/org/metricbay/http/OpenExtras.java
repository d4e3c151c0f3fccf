package org.metricbay.http;

import java.time.Instant;
import java.util.Optional;
import org.metricbay.api.Exemplar;
import org.metricbay.api.Labels;

/** What only OpenMetrics has beside numbers: exemplars, and when something began to count. */
final class OpenExtras {
  /** In code points, of names and values; who reads a longer one refuses the page. */
  private static final int LONGEST = 128;

  private OpenExtras() {}

  /** Behind a number, if there is one. */
  static void exemplar(Optional<Exemplar> given, Escaping escaping, PageText text) {
    if (given.isEmpty()) {
      return;
    }
    Exemplar exemplar = given.get();
    Labels labels = PlainNames.labels(exemplar.labels(), escaping);
    // Escaped names may be longer.
    if (characters(labels) > LONGEST) {
      return;
    }
    text.raw(" # ").inBraces(labels).raw(" ").number(exemplar.value());
    if (exemplar.time().isPresent()) {
      text.raw(" ").seconds(exemplar.time().get());
    }
  }

  private static int characters(Labels labels) {
    int sum = 0;
    for (int i = 0; i < labels.size(); i++) {
      String name = labels.name(i);
      String value = labels.value(i);
      sum += name.codePointCount(0, name.length()) + value.codePointCount(0, value.length());
    }
    return sum;
  }

  /** A line of its own, if it is known. */
  static void created(String name, Labels labels, Optional<Instant> since, PageText text) {
    if (since.isPresent()) {
      text.series(LineName.of(name + "_created"), labels).seconds(since.get()).end();
    }
  }
}
