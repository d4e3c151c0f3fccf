package org.metricbay.http.webconfig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Makes a tree of one YAML document. It is built from the library's events, which come one at a
 * time: so depth is limited while reading, and an alias costs nothing, as it is the same part
 * again.
 */
final class YamlTree {
  /** The format itself needs four. */
  private static final int DEEPEST = 16;

  private static final String STRING_TAG = "tag:yaml.org,2002:str";

  /** Digits and "$" are left out: a message with those might quote a secret. */
  private static final Pattern HARMLESS =
      Pattern.compile("(?:[A-Za-z ,.:;<>()\\\\?-]|'<[a-z ]{1,30}>'|'.')+");

  private final Path file;
  private final Map<Anchor, YamlNode> anchors = new HashMap<>();
  private Iterator<Event> events = List.<Event>of().iterator();

  private YamlTree(Path file) {
    this.file = file;
  }

  /** The document, or nothing if the text has none. */
  static Optional<YamlNode> parse(Path file, String text) throws WebConfigException {
    return new YamlTree(file).document(text);
  }

  private Optional<YamlNode> document(String text) throws WebConfigException {
    events =
        new Parse(LoadSettings.builder().setCodePointLimit(text.length() + 1).build())
            .parseString(text)
            .iterator();
    Event event = next();
    Optional<YamlNode> document = Optional.empty();
    while (event.getEventId() != Event.ID.StreamEnd) {
      if (event.getEventId() == Event.ID.DocumentStart) {
        if (document.isPresent()) {
          throw wrong(event, "a second document begins; keep one");
        }
        document = Optional.of(node(next(), 1));
      }
      event = next();
    }
    return document;
  }

  private Event next() throws WebConfigException {
    try {
      return events.next();
    } catch (MarkedYamlEngineException e) {
      Optional<Position> at =
          e.getProblemMark().or(e::getContextMark).map(m -> position(m.getLine(), m.getColumn()));
      throw new WebConfigException(file, at, "", "not valid YAML" + reason(e) + "; correct it");
    } catch (RuntimeException e) {
      // A foreign library: whatever it throws at this text, the text is what is wrong.
      throw new WebConfigException(
          file, "not valid YAML (perhaps a control character); write it as plain UTF-8 text");
    }
  }

  private static String reason(MarkedYamlEngineException e) {
    String problem = e.getProblem();
    return problem != null && problem.length() <= 120 && HARMLESS.matcher(problem).matches()
        ? " (" + problem + ")"
        : "";
  }

  private YamlNode node(Event event, int depth) throws WebConfigException {
    if (depth > DEEPEST) {
      throw wrong(event, "nested deeper than " + DEEPEST + " levels; the format needs four");
    }
    if (event instanceof AliasEvent alias) {
      YamlNode node = anchors.get(alias.getAlias());
      if (node == null) {
        throw wrong(event, "an alias (*) without its anchor (&) before it; write the value there");
      }
      return node;
    }
    YamlNode node;
    if (event instanceof ScalarEvent scalar) {
      boolean string = checkTag(event, scalar.getTag(), true);
      node = new YamlNode.Text(at(event), scalar.getValue(), scalar.isPlain() && !string);
    } else if (event instanceof CollectionStartEvent start) {
      checkTag(event, start.getTag(), false);
      node = event instanceof MappingStartEvent ? fields(event, depth) : items(event, depth);
    } else {
      throw wrong(event, "not valid YAML; correct it");
    }
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
    return node;
  }

  /** Whether it is marked as a string, the only mark that is known. */
  private boolean checkTag(Event event, Optional<String> tag, boolean stringAllowed)
      throws WebConfigException {
    if (tag.isEmpty() || (stringAllowed && tag.get().equals("!"))) {
      return tag.isPresent();
    }
    if (stringAllowed && tag.get().equals(STRING_TAG)) {
      return true;
    }
    throw wrong(event, "a tag (!) is not allowed here; put a text that begins with ! in quotes");
  }

  private YamlNode items(Event start, int depth) throws WebConfigException {
    List<YamlNode> items = new ArrayList<>();
    for (Event e = next(); e.getEventId() != Event.ID.SequenceEnd; e = next()) {
      items.add(node(e, depth + 1));
    }
    return new YamlNode.Items(at(start), List.copyOf(items));
  }

  private YamlNode fields(Event start, int depth) throws WebConfigException {
    List<YamlNode.Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Event e = next(); e.getEventId() != Event.ID.MappingEnd; e = next()) {
      if (!(node(e, depth + 1) instanceof YamlNode.Text name)) {
        throw wrong(e, "a key must be a text");
      }
      if (!names.add(name.text())) {
        throw wrong(e, "key " + Shown.word(name.text()) + " is there twice; keep one");
      }
      fields.add(new YamlNode.Field(at(e), name.text(), node(next(), depth + 1)));
    }
    return new YamlNode.Fields(at(start), List.copyOf(fields));
  }

  private WebConfigException wrong(Event event, String problem) {
    return new WebConfigException(file, Optional.of(at(event)), "", problem);
  }

  private static Position at(Event event) {
    return event
        .getStartMark()
        .map(mark -> position(mark.getLine(), mark.getColumn()))
        .orElse(new Position(1, 1));
  }

  private static Position position(int line, int column) {
    return new Position(line + 1, column + 1);
  }
}
