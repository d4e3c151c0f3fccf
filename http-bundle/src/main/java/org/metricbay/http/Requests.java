package org.metricbay.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a request asks for. */
final class Requests {
  private Requests() {}

  /** A header that may be repeated, in which case its lines are one list. */
  static Optional<String> header(HttpExchange exchange, String name) {
    List<String> lines = exchange.getRequestHeaders().get(name);
    return lines == null ? Optional.empty() : Optional.of(String.join(",", lines));
  }

  /**
   * All values of a parameter in the query, decoded, each once.
   *
   * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
   */
  static Set<String> parameter(HttpExchange exchange, String name) {
    String query = exchange.getRequestURI().getRawQuery();
    if (query == null) {
      return Set.of();
    }
    Set<String> values = new LinkedHashSet<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (decode(key).equals(name)) {
        values.add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
