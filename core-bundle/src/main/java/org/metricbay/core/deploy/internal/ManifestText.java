package org.metricbay.core.deploy.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;

/**
 * Reads a manifest, and refuses what the framework, the JDK and others would read in different
 * ways: headers that are there twice, lone carriage returns, lines that go on nothing.
 */
final class ManifestText {
  /** The JDK reads no longer ones, line break included; the jar tool breaks them at 72. */
  private static final int LONGEST_LINE = 512;

  private static final int LONGEST_NAME = 70;

  private final byte[] text;
  private int at;
  private int line;

  private ManifestText(byte[] text) {
    this.text = text;
  }

  /** The headers of the whole JAR. */
  static Attributes headers(byte[] text) throws BadJarException {
    return new ManifestText(text).mainSection();
  }

  /** How long the part with the headers of the whole JAR is, with the empty line that ends it. */
  static int mainLength(byte[] text) throws BadJarException {
    ManifestText manifest = new ManifestText(text);
    manifest.mainSection();
    return manifest.at;
  }

  /** The sections on single entries. */
  static List<Attributes> sections(byte[] text) throws BadJarException {
    ManifestText manifest = new ManifestText(text);
    manifest.mainSection();
    List<Attributes> sections = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (manifest.at < text.length) {
      Attributes section = manifest.section();
      if (!section.isEmpty()) {
        if (!names.add(String.valueOf(section.getValue("Name")))) {
          throw bad(manifest.line, "ends a second section on one entry");
        }
        sections.add(section);
      }
    }
    return sections;
  }

  private Attributes mainSection() throws BadJarException {
    Attributes headers = section();
    if (goesOn()) {
      throw bad(line + 1, "goes on from an empty one");
    }
    return headers;
  }

  private Attributes section() throws BadJarException {
    Attributes headers = new Attributes();
    while (at < text.length) {
      int begin = at;
      int end = endOfLine();
      if (begin == end) {
        break;
      }
      put(headers, begin, end);
    }
    return headers;
  }

  private void put(Attributes headers, int begin, int end) throws BadJarException {
    int first = line;
    int colon = begin;
    while (colon < end && text[colon] != ':') {
      colon++;
    }
    boolean spaced = colon + 1 < end && text[colon + 1] == ' ';
    if (!spaced || !isName(begin, colon)) {
      throw bad(first, "is no header (name, colon, space, value)");
    }
    String name = new String(text, begin, colon - begin, StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(text, colon + 2, end - colon - 2);
    while (goesOn()) {
      int more = at + 1;
      value.write(text, more, endOfLine() - more);
    }
    if (headers.putValue(name, value.toString(StandardCharsets.UTF_8)) != null) {
      throw bad(first, "gives " + name + " a second time");
    }
  }

  private boolean isName(int begin, int end) {
    for (int i = begin; i < end; i++) {
      byte c = text[i];
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
        return false;
      }
    }
    return end > begin && end - begin <= LONGEST_NAME;
  }

  private boolean goesOn() {
    return at < text.length && text[at] == ' ';
  }

  /** Steps over a line; returns where its break begins. The last line may have none. */
  private int endOfLine() throws BadJarException {
    line++;
    int begin = at;
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    boolean hasReturn = at < text.length && at > begin && text[at - 1] == '\r';
    int end = hasReturn ? at - 1 : at;
    at = Math.min(at + 1, text.length);
    if (at - begin > LONGEST_LINE) {
      throw bad(line, "is longer than " + LONGEST_LINE + " bytes");
    }
    for (int i = begin; i < end; i++) {
      if (text[i] == '\r') {
        throw bad(line, "has a carriage return without a line feed");
      }
    }
    return end;
  }

  private static BadJarException bad(int line, String what) {
    return BadJarException.because(
        "has a manifest whose line "
            + line
            + " "
            + what
            + ": have a build tool (bnd, jar) write it");
  }
}
