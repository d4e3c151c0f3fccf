package org.metricbay.api;

/**
 * Which names are allowed: those of the <a
 * href="https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels">Prometheus data
 * model</a> that every version of Prometheus reads.
 */
final class Names {
  private Names() {}

  static void checkMetric(String name, MetricType type) {
    check(name, "metric name", true);
    if (type == MetricType.COUNTER && !name.endsWith("_total")) {
      throw new IllegalArgumentException(
          "counter \"" + name + "\" must end in _total: name it \"" + name + "_total\"");
    }
    if (type == MetricType.INFO && !name.endsWith("_info")) {
      throw new IllegalArgumentException(
          "info metric \"" + name + "\" must end in _info: name it \"" + name + "_info\"");
    }
  }

  static void checkLabel(String name) {
    check(name, "label name", false);
    if (name.startsWith("__")) {
      throw new IllegalArgumentException(
          "label name \"" + name + "\" starts with __, which Prometheus keeps for itself");
    }
  }

  private static void check(String name, String what, boolean colon) {
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("a " + what + " is missing: give a non-empty name");
    }
    for (int i = 0; i < name.length(); i++) {
      if (!allowed(name.charAt(i), i == 0, colon)) {
        throw new IllegalArgumentException(
            what
                + " \""
                + name
                + "\" has '"
                + name.charAt(i)
                + "' at position "
                + i
                + ": use letters, digits and _"
                + (colon ? " and :" : "")
                + ", no digit first, for example \""
                + repaired(name, colon)
                + "\"");
      }
    }
  }

  private static boolean allowed(char c, boolean first, boolean colon) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (c == ':' && colon)
        || (c >= '0' && c <= '9' && !first);
  }

  private static String repaired(String name, boolean colon) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (i == 0 && c >= '0' && c <= '9') {
        text.append('_');
      }
      text.append(allowed(c, false, colon) ? c : '_');
    }
    return text.toString();
  }
}
