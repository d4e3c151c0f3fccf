package org.metricbay.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a request asks for. */
final class Requests {
  private Requests() {}

  /** A header that may be repeated, in which case its lines are one list. */
  static Optional<String> header(HttpServletRequest request, String name) {
    List<String> lines = Collections.list(request.getHeaders(name));
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(",", lines));
  }

  /**
   * All values of a parameter, decoded, each once.
   *
   * @throws BadRequestException if the query is malformed
   */
  static Set<String> parameter(HttpServletRequest request, String name) throws BadRequestException {
    try {
      String[] values = request.getParameterValues(name);
      return values == null ? Set.of() : new LinkedHashSet<>(List.of(values));
    } catch (RuntimeException e) {
      // Containers differ in what they throw.
      throw new BadRequestException("the query is malformed: encode it as URLs are", e);
    }
  }
}
