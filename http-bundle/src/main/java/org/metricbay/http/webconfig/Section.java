package org.metricbay.http.webconfig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One mapping of the document. What is null in YAML counts as left out, as in Prometheus. */
final class Section {
  private static final Set<String> YES =
      Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON");
  private static final Set<String> NO =
      Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF");

  private final Path file;
  private final String name;
  private final Position at;
  private final Map<String, YamlNode.Field> fields = new LinkedHashMap<>();

  private Section(Path file, String name, Position at) {
    this.file = file;
    this.name = name;
    this.at = at;
  }

  /** The whole document. */
  static Section root(Path file, Optional<YamlNode> document) throws WebConfigException {
    return of(file, "", new Position(1, 1), document.filter(node -> !YamlNode.isNothing(node)));
  }

  private static Section of(Path file, String name, Position at, Optional<YamlNode> node)
      throws WebConfigException {
    Section section = new Section(file, name, at);
    if (node.isEmpty()) {
      return section;
    }
    if (!(node.get() instanceof YamlNode.Fields there)) {
      throw new WebConfigException(
          file, Optional.of(node.get().at()), name, "must be keys with values (key: value)");
    }
    there.fields().forEach(field -> section.fields.put(field.name(), field));
    return section;
  }

  /** Refuses every other key. */
  Section allow(Collection<String> known) throws WebConfigException {
    for (YamlNode.Field field : fields.values()) {
      if (!known.contains(field.name())) {
        throw new WebConfigException(
            file,
            Optional.of(field.at()),
            name,
            "unknown key ("
                + Shown.word(field.name())
                + "); known are "
                + String.join(", ", known));
      }
    }
    return this;
  }

  /** A mapping below this one; if it is left out, one without keys. */
  Section section(String key) throws WebConfigException {
    return of(file, path(key), at(key), value(key));
  }

  Set<String> keys() {
    return fields.keySet();
  }

  /** A text that is there and not empty: the format does not tell those apart. */
  Optional<String> text(String key) throws WebConfigException {
    Optional<YamlNode> value = value(key);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(textOf(key, value.get())).filter(text -> !text.isEmpty());
  }

  boolean flag(String key, boolean otherwise) throws WebConfigException {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!YES.contains(text.get()) && !NO.contains(text.get())) {
      throw wrong(key, "must be true or false");
    }
    return YES.contains(text.get());
  }

  /** A list that is there; it may be empty. */
  Optional<List<String>> list(String key) throws WebConfigException {
    Optional<YamlNode> value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!(value.get() instanceof YamlNode.Items items)) {
      throw wrong(key, "must be a list (- item)");
    }
    List<String> texts = new ArrayList<>();
    for (YamlNode item : items.items()) {
      texts.add(textOf(key, item));
    }
    return Optional.of(List.copyOf(texts));
  }

  WebConfigException wrong(String key, String problem) {
    return new WebConfigException(file, Optional.of(at(key)), path(key), problem);
  }

  private String textOf(String key, YamlNode node) throws WebConfigException {
    if (node instanceof YamlNode.Text text) {
      return text.isNull() ? "" : text.text();
    }
    throw new WebConfigException(file, Optional.of(node.at()), path(key), "must be one text");
  }

  private Optional<YamlNode> value(String key) {
    return Optional.ofNullable(fields.get(key))
        .map(YamlNode.Field::value)
        .filter(node -> !YamlNode.isNothing(node));
  }

  private Position at(String key) {
    return Optional.ofNullable(fields.get(key)).map(YamlNode.Field::at).orElse(at);
  }

  private String path(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }
}
