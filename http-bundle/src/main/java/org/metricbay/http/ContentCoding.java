package org.metricbay.http;

import java.util.Optional;
import java.util.OptionalDouble;

/** Chooses how an answer is compressed. */
final class ContentCoding {
  private ContentCoding() {}

  /** Whether the client takes gzip, and likes it no less than an answer that is not packed. */
  static boolean gzipWanted(Optional<String> acceptEncoding) {
    if (acceptEncoding.isEmpty()) {
      return false;
    }
    OptionalDouble gzip = OptionalDouble.empty();
    OptionalDouble any = OptionalDouble.empty();
    double identity = 0;
    for (HeaderElement coding : HeaderElement.parse(acceptEncoding.get())) {
      switch (coding.value()) {
        case "gzip", "x-gzip" -> gzip = OptionalDouble.of(coding.quality());
        case "*" -> any = OptionalDouble.of(coding.quality());
        case "identity" -> identity = coding.quality();
        default -> {}
      }
    }
    double quality = gzip.orElse(any.orElse(0));
    return quality > 0 && quality >= identity;
  }
}
