package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Version;

/**
 * A part of a manifest's header: names, and what is said of them.
 *
 * @param values attributes by name, if they have a type with it behind a colon, and directives by
 *     name with a colon
 */
record HeaderClause(List<String> names, Map<String, String> values) {

  static List<HeaderClause> in(String header) {
    List<HeaderClause> clauses = new ArrayList<>();
    for (String text : split(header, ',')) {
      List<String> names = new ArrayList<>();
      Map<String, String> values = new HashMap<>();
      for (String part : split(text, ';')) {
        int equals = part.indexOf('=');
        if (equals < 0) {
          names.add(part);
        } else {
          String name = part.substring(0, equals).strip();
          values.put(name, part.substring(equals + 1).replace("\"", "").strip());
        }
      }
      clauses.add(new HeaderClause(names, values));
    }
    return clauses;
  }

  String value(String name) {
    String typed = values.getOrDefault(name + ":Version", "");
    return values.getOrDefault(name, typed);
  }

  /** As the framework reads them. */
  Map<String, Object> attributes() {
    Map<String, Object> attributes = new HashMap<>();
    values.forEach(
        (name, text) -> {
          int colon = name.indexOf(':');
          if (colon < 0) {
            attributes.put(name, text);
          } else if (colon < name.length() - 1) {
            attributes.put(name.substring(0, colon), typed(name.substring(colon + 1), text));
          }
        });
    return attributes;
  }

  private static Object typed(String type, String text) {
    try {
      return switch (type.replace(" ", "")) {
        case "Version" -> Version.parseVersion(text);
        case "Long" -> Long.valueOf(text);
        case "Double" -> Double.valueOf(text);
        case "List", "List<String>" -> split(text, ',');
        default -> text;
      };
    } catch (IllegalArgumentException e) {
      return text; // The framework will say so.
    }
  }

  /** The parts between these, but not in quotes. */
  private static List<String> split(String text, char at) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int begin = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean end = i == text.length();
      if (!end && text.charAt(i) == '"') {
        quoted = !quoted;
      }
      if (end || (text.charAt(i) == at && !quoted)) {
        String part = text.substring(begin, i).strip();
        if (!part.isEmpty()) {
          parts.add(part);
        }
        begin = i + 1;
      }
    }
    return parts;
  }
}
