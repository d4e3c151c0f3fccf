package org.metricbay.http;

import java.util.List;
import java.util.Optional;

/**
 * How a client wants the page.
 *
 * @param format the format
 * @param escaping what becomes of names that not every reader knows
 * @param escapingTold whether the answer tells the escaping: who does not ask for one has never
 *     been told
 */
record PageKind(PageFormat format, Escaping escaping, boolean escapingTold) {

  /**
   * What the client likes best; the text format if it likes several equally, none of them, or does
   * not say. The escaping is the one that it names beside that format.
   */
  static PageKind negotiate(Optional<String> accept) {
    List<HeaderElement> ranges = accept.map(HeaderElement::parse).orElse(List.of());
    PageFormat best = PageFormat.TEXT;
    Optional<HeaderElement> wanted = best.range(ranges);
    for (PageFormat format : PageFormat.values()) {
      Optional<HeaderElement> range = format.range(ranges);
      if (quality(range) > quality(wanted)) {
        best = format;
        wanted = range;
      }
    }
    Optional<String> named = wanted.flatMap(range -> range.parameter("escaping"));
    boolean told = named.isPresent() || best == PageFormat.TEXT_1_0;
    return new PageKind(best, Escaping.of(named), told);
  }

  private static double quality(Optional<HeaderElement> range) {
    return range.map(HeaderElement::quality).orElse(0.0);
  }

  String contentType() {
    return format.contentType() + (escapingTold ? "; escaping=" + escaping.key() : "");
  }
}
