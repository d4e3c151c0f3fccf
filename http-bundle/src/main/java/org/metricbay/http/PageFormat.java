package org.metricbay.http;

import java.util.List;
import java.util.Optional;

/** The formats of the metrics page. */
enum PageFormat {
  /** Prometheus text format 0.0.4, which everybody reads. */
  TEXT("text/plain", "0.0.4"),
  /** OpenMetrics 1.0. */
  OPEN_METRICS("application/openmetrics-text", "1.0.0"),
  /** The text format of Prometheus 3, whose lines are the same. */
  TEXT_1_0("text/plain", "1.0.0");

  private final String mediaType;
  private final String version;

  PageFormat(String mediaType, String version) {
    this.mediaType = mediaType;
    this.version = version;
  }

  String contentType() {
    return mediaType + "; version=" + version + "; charset=utf-8";
  }

  /** Whether it is OpenMetrics and no text format. */
  boolean isOpen() {
    return this == OPEN_METRICS;
  }

  /**
   * What the client says of this format: the most precise range that covers it, and of equally
   * precise ones that with the highest quality.
   */
  Optional<HeaderElement> range(List<HeaderElement> ranges) {
    Optional<HeaderElement> found = Optional.empty();
    int best = 0;
    for (HeaderElement range : ranges) {
      int precision = precision(range);
      boolean liked = found.filter(it -> it.quality() >= range.quality()).isEmpty();
      if (precision > best || (precision == best && precision > 0 && liked)) {
        found = Optional.of(range);
        best = precision;
      }
    }
    return found;
  }

  /** How precisely a range names this format; 0 if it does not cover it. */
  private int precision(HeaderElement range) {
    if (range.value().equals(mediaType)) {
      // Who names no version of the text format means the old one.
      int unsaid = this == TEXT_1_0 ? 0 : 3;
      return range.parameter("version").map(it -> it.equals(version) ? 4 : 0).orElse(unsaid);
    }
    if (this == TEXT_1_0) {
      return 0;
    }
    if (range.value().equals("*/*")) {
      return 1;
    }
    return range.value().equals(mediaType.substring(0, mediaType.indexOf('/')) + "/*") ? 2 : 0;
  }
}
