package org.metricbay.http.webconfig;

import java.util.List;
import java.util.Set;

/** A part of the document, and where it stands. */
sealed interface YamlNode {
  Position at();

  /**
   * A single value.
   *
   * @param plain written without quotes, so that words such as {@code null} mean something
   */
  record Text(Position at, String text, boolean plain) implements YamlNode {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    boolean isNull() {
      return plain && NULLS.contains(text);
    }
  }

  record Items(Position at, List<YamlNode> items) implements YamlNode {}

  record Fields(Position at, List<Field> fields) implements YamlNode {}

  record Field(Position at, String name, YamlNode value) {}

  static boolean isNothing(YamlNode node) {
    return node instanceof Text text && text.isNull();
  }
}
