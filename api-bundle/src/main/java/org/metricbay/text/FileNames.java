package org.metricbay.text;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names of files as text that is the same in every locale, can be shown anywhere, and is another
 * for each file. A name is bytes, which the JVM decodes by the process's locale; here they are
 * UTF-8, and what is not, or not harmless, is {@code \xNN}. A backslash is {@code \\}.
 */
public final class FileNames {
  private FileNames() {}

  /** The name of a file, without its folder. */
  public static String of(Path file) {
    String name = String.valueOf(file.getFileName());
    return isPlain(name) || !isUnix(file) ? name : shown(bytes(file));
  }

  /** A path with its folders. */
  public static String ofPath(Path path) {
    String name = path.toString();
    return isPlain(name) || !isUnix(path) ? name : shown(unquoted(path.toUri().getRawPath()));
  }

  /** The file in a folder that {@link #of} has given this name. */
  public static Path in(Path folder, String name) {
    if (isPlain(name) || !isUnix(folder)) {
      return folder.resolve(name);
    }
    String parent = folder.toUri().toString();
    return Path.of(URI.create((parent.endsWith("/") ? parent : parent + "/") + quoted(name)));
  }

  /**
   * A path from text that somebody wrote in UTF-8, also where the locale has no such letters.
   *
   * @throws InvalidPathException if it is none
   */
  public static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      if (!text.startsWith("/") || text.indexOf(0) >= 0) {
        throw e;
      }
      Path path = Path.of("/");
      for (String name : text.split("/", -1)) {
        path = name.isEmpty() ? path : in(path, name.replace("\\", "\\\\"));
      }
      return path;
    }
  }

  /** Whether the text of a path is the same in all locales, and shown as it is. */
  public static boolean arePlain(Path path) {
    return isPlain(path.toString());
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c > '~' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  /** Only there is a name bytes, which the path's URI has. */
  private static boolean isUnix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static byte[] bytes(Path file) {
    String path = file.toUri().getRawPath();
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    return unquoted(path.substring(path.lastIndexOf('/', end - 1) + 1, end));
  }

  private static byte[] unquoted(String path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '%') {
        bytes.write(Integer.parseInt(path, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(path.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  private static String shown(byte[] bytes) {
    StringBuilder name = new StringBuilder(bytes.length + 16);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (in.hasRemaining()) {
      CoderResult result = decoder.decode(in, out, true);
      out.flip().codePoints().forEach(character -> append(name, character));
      out.clear();
      for (int i = 0; result.isError() && i < result.length(); i++) {
        Shown.appendByte(name, in.get());
      }
      decoder.reset();
    }
    return name.toString();
  }

  private static void append(StringBuilder name, int character) {
    if (character == '\\') {
      name.append("\\\\");
    } else if (Shown.isHarmless(character)) {
      name.appendCodePoint(character);
    } else {
      Shown.appendBytes(name, character);
    }
  }

  /** The bytes that were shown as this name, as a URI has them. */
  private static String quoted(String name) {
    StringBuilder quoted = new StringBuilder(3 * name.length());
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int one = bytes[i];
      if (one == '\\' && i + 1 < bytes.length && bytes[i + 1] == '\\') {
        i++;
      } else if (one == '\\' && i + 3 < bytes.length && bytes[i + 1] == 'x') {
        one = Character.digit(bytes[i + 2], 16) * 16 + Character.digit(bytes[i + 3], 16);
        i += 3;
      }
      quoted
          .append('%')
          .append(Character.forDigit((one >> 4) & 0xf, 16))
          .append(Character.forDigit(one & 0xf, 16));
    }
    return quoted.toString();
  }
}
