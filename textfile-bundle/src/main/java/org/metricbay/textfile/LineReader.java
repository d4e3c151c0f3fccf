package org.metricbay.textfile;

import static org.metricbay.textfile.TextFormatException.quoted;

import java.util.ArrayList;
import java.util.List;

/** Reads one line of a text of metrics from left to right. */
final class LineReader {
  /** More than any real series has; checking names for doubles costs their number squared. */
  private static final int MOST_LABELS = 100;

  private final String text;
  private final int line;
  private int at;

  LineReader(String text, int line) {
    this.text = text;
    this.line = line;
  }

  TextFormatException wrong(String problem) {
    return new TextFormatException(line, problem);
  }

  boolean atEnd() {
    return at == text.length();
  }

  boolean atBlank() {
    return !atEnd() && isBlank(text.charAt(at));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  LineReader skipBlanks() {
    while (atBlank()) {
      at++;
    }
    return this;
  }

  /** Whether a character comes next, which is then passed. */
  boolean take(char c) {
    if (atEnd() || text.charAt(at) != c) {
      return false;
    }
    at++;
    return true;
  }

  /** What comes until the next blank. */
  String word() {
    int start = at;
    while (!atEnd() && !atBlank()) {
      at++;
    }
    return text.substring(start, at);
  }

  /** A metric's name, with a blank, a brace or nothing behind it. */
  String metricName() throws TextFormatException {
    String name = name(true);
    if (name.isEmpty()) {
      throw wrong("a metric name is expected, not " + quoted(word()));
    }
    if (!atEnd() && !atBlank() && text.charAt(at) != '{') {
      throw wrong("a metric name cannot be " + quoted(name + word()));
    }
    return name;
  }

  private String name(boolean colon) {
    int start = at;
    while (!atEnd() && allowed(text.charAt(at), at == start, colon)) {
      at++;
    }
    return text.substring(start, at);
  }

  private static boolean allowed(char c, boolean first, boolean colon) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (c == ':' && colon)
        || (c >= '0' && c <= '9' && !first);
  }

  /** Names and values in turn, from behind the opening brace to behind the closing one. */
  List<String> labels() throws TextFormatException {
    List<String> pairs = new ArrayList<>();
    while (!skipBlanks().take('}')) {
      if (pairs.size() == 2 * MOST_LABELS) {
        throw wrong("more than " + MOST_LABELS + " labels");
      }
      String name = name(false);
      if (name.isEmpty()) {
        throw wrong("a label name or } is expected, not " + quoted(word()));
      }
      if (!skipBlanks().take('=')) {
        throw wrong("= is expected after label name " + name + ", not " + quoted(word()));
      }
      pairs.add(name);
      pairs.add(labelValue(name));
      if (!skipBlanks().take(',') && (atEnd() || text.charAt(at) != '}')) {
        throw wrong(", or } is expected after label " + name + ", not " + quoted(word()));
      }
    }
    return pairs;
  }

  private String labelValue(String name) throws TextFormatException {
    if (!skipBlanks().take('"')) {
      throw wrong("the value of label " + name + " must stand in \"\"");
    }
    StringBuilder value = new StringBuilder();
    while (!take('"')) {
      if (atEnd()) {
        throw wrong("the value of label " + name + " has no \" at its end");
      }
      value.append(unescaped());
    }
    return value.toString();
  }

  /** The rest of the line as help. */
  String help() throws TextFormatException {
    StringBuilder help = new StringBuilder();
    while (!atEnd()) {
      help.append(unescaped());
    }
    return help.toString();
  }

  private char unescaped() throws TextFormatException {
    char c = text.charAt(at++);
    if (c != '\\') {
      return c;
    }
    char escaped = atEnd() ? ' ' : text.charAt(at++);
    return switch (escaped) {
      case 'n' -> '\n';
      case '"', '\\' -> escaped;
      default -> throw wrong("\\" + escaped + " is no escape: there are \\\\, \\n and \\\"");
    };
  }
}
