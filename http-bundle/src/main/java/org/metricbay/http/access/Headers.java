package org.metricbay.http.access;

import java.util.Map;
import java.util.function.BiConsumer;

/** The headers of every answer for browsers: run nothing, embed nowhere, store nothing. */
public final class Headers {
  static final String POLICY = "Content-Security-Policy";

  static final String POLICY_OF_PLUGINS =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private static final Map<String, String> ALL =
      Map.of(
          POLICY,
          "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "deny",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private Headers() {}

  /** Passes each name and value on. */
  public static void addTo(BiConsumer<String, String> headers) {
    ALL.forEach(headers);
  }
}
