package org.metricbay.http;

import java.util.List;
import java.util.Optional;

/** The formats of the metrics page. */
enum PageFormat {
  /** Prometheus text format 0.0.4, which everybody reads. */
  TEXT("text/plain", "0.0.4"),
  /** OpenMetrics 1.0. */
  OPEN_METRICS("application/openmetrics-text", "1.0.0");

  private final String mediaType;
  private final String version;

  PageFormat(String mediaType, String version) {
    this.mediaType = mediaType;
    this.version = version;
  }

  String contentType() {
    return mediaType + "; version=" + version + "; charset=utf-8";
  }

  /**
   * The format that the client likes best; the text format if it likes several equally, none of
   * them, or does not say.
   */
  static PageFormat negotiate(Optional<String> accept) {
    List<HeaderElement> ranges = accept.map(HeaderElement::parse).orElse(List.of());
    return OPEN_METRICS.quality(ranges) > TEXT.quality(ranges) ? OPEN_METRICS : TEXT;
  }

  /**
   * The quality the client gives to this format: that of the most precise range that covers it, and
   * of equally precise ones the highest.
   */
  private double quality(List<HeaderElement> ranges) {
    double quality = 0;
    int best = 0;
    for (HeaderElement range : ranges) {
      int precision = precision(range);
      if (precision > best || (precision == best && precision > 0)) {
        quality = precision > best ? range.quality() : Math.max(quality, range.quality());
        best = precision;
      }
    }
    return quality;
  }

  /** How precisely a range names this format; 0 if it does not cover it. */
  private int precision(HeaderElement range) {
    if (range.value().equals("*/*")) {
      return 1;
    }
    if (range.value().equals(mediaType.substring(0, mediaType.indexOf('/')) + "/*")) {
      return 2;
    }
    if (!range.value().equals(mediaType)) {
      return 0;
    }
    return range.parameter("version").map(wanted -> wanted.equals(version) ? 4 : 0).orElse(3);
  }
}
