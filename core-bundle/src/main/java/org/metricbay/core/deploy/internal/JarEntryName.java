package org.metricbay.core.deploy.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Which names an entry may have: those that every reader takes for the same one. A name with other
 * separators, empty parts or dots could be found under a second name, where another entry is meant.
 */
final class JarEntryName {
  static final String MANIFEST = "META-INF/MANIFEST.MF";

  private static final char LINE_SEPARATOR = 0x2028;
  private static final char PARAGRAPH_SEPARATOR = 0x2029;

  private JarEntryName() {}

  static final String PACK_ANEW = ": pack it anew";

  /** The name that these bytes spell. */
  static String of(byte[] from, int begin, int length) throws BadJarException {
    String name = decoded(from, begin, length);
    if (!isPlain(name)) {
      throw BadJarException.because(
          "has an entry with a name that can be read in two ways ("
              + BadJarException.shown(name)
              + ")"
              + PACK_ANEW);
    }
    if (name.equalsIgnoreCase(MANIFEST) && !name.equals(MANIFEST)) {
      throw BadJarException.because(
          "has its manifest under the name " + name + " instead of " + MANIFEST + PACK_ANEW);
    }
    return name;
  }

  /** Most names are plain ASCII, for which no decoder is needed. */
  private static String decoded(byte[] from, int begin, int length) throws BadJarException {
    for (int i = begin; i < begin + length; i++) {
      if (from[i] < 0) {
        return decodedStrictly(from, begin, length);
      }
    }
    return new String(from, begin, length, StandardCharsets.ISO_8859_1);
  }

  private static String decodedStrictly(byte[] from, int begin, int length) throws BadJarException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(from, begin, length);
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      String text = new String(from, begin, length, StandardCharsets.UTF_8);
      throw BadJarException.because(
          "has an entry whose name is not UTF-8 (" + BadJarException.shown(text) + ")" + PACK_ANEW);
    }
  }

  /** Loops, as each name in each JAR is looked at during the start. */
  private static boolean isPlain(String name) {
    int part = 0;
    int end = withoutSlash(name).length();
    for (int i = 0; i < end; i++) {
      char c = name.charAt(i);
      if (disturbs(c)) {
        return false;
      }
      if (c == '/') {
        if (isNoPart(name, part, i)) {
          return false;
        }
        part = i + 1;
      }
    }
    return !isNoPart(name, part, end);
  }

  /** Whether there is nothing between two slashes, or what stands for another folder. */
  private static boolean isNoPart(String name, int begin, int end) {
    return begin == end
        || (end - begin <= 2 && name.charAt(begin) == '.' && name.charAt(end - 1) == '.');
  }

  private static boolean disturbs(char c) {
    return c == '\\'
        || c == LINE_SEPARATOR
        || c == PARAGRAPH_SEPARATOR
        || Character.isISOControl(c);
  }

  static boolean isFolder(String name) {
    return name.endsWith("/");
  }

  /** The name of a folder without its mark. */
  static String withoutSlash(String name) {
    return isFolder(name) ? name.substring(0, name.length() - 1) : name;
  }
}
