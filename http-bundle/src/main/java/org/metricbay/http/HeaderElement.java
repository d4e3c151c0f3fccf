package org.metricbay.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One element of a header such as {@code Accept} or {@code Accept-Encoding}: {@code
 * text/plain;version=0.0.4;q=0.5}.
 *
 * @param value what is accepted, in lower case
 * @param parameters its parameters but {@code q}, names in lower case
 * @param quality how much it is liked, from 0 (not accepted) to 1
 */
record HeaderElement(String value, Map<String, String> parameters, double quality) {

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** Reads a header's elements; leaves out what makes no sense. */
  static List<HeaderElement> parse(String header) {
    List<HeaderElement> elements = new ArrayList<>();
    for (String element : split(header, ',')) {
      List<String> parts = split(element, ';');
      String value = parts.isEmpty() ? "" : parts.get(0).toLowerCase(Locale.ROOT);
      if (!value.isEmpty()) {
        elements.add(element(value, parts.subList(1, parts.size())));
      }
    }
    return elements;
  }

  private static HeaderElement element(String value, List<String> parts) {
    Map<String, String> parameters = new LinkedHashMap<>();
    double quality = 1;
    for (String part : parts) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      String text = unquoted(part.substring(equals + 1).strip());
      if (name.equals("q")) {
        quality = quality(text);
      } else {
        parameters.put(name, text);
      }
    }
    return new HeaderElement(value, parameters, quality);
  }

  /** A malformed quality counts as 0: what the client did not say clearly it does not get. */
  private static double quality(String text) {
    try {
      double quality = Double.parseDouble(text);
      return quality >= 0 && quality <= 1 ? quality : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /** Splits at a separator outside quotes. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).strip());
    return parts;
  }
}
