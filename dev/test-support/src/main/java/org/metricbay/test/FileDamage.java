package org.metricbay.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * What has become of a file.
 *
 * @param kind in what way
 * @param text each character is a byte
 * @param isInLines whether each line has nothing of another one's text
 * @param sparesNames whether only numbers have changed, come or gone
 */
record FileDamage(String kind, String text, boolean isInLines, boolean sparesNames) {
  private static final String BLANKS = "(?<=[ \t])|(?=[ \t])";

  private static final List<String> NO_NUMBERS =
      List.of(
          "-1",
          "-77",
          "NaN",
          "Inf",
          "1e400",
          "0x10",
          "1d",
          "0x1p3",
          "9".repeat(40),
          "--1",
          "",
          "-",
          "1.5",
          "+3",
          "\0",
          "12\0",
          "a",
          "\u00b2",
          "1:2",
          "1,2");

  static FileDamage of(Random random, byte[] before) {
    String text = new String(before, StandardCharsets.ISO_8859_1);
    return switch (random.nextInt(10)) {
      case 0 -> bytes(random, text);
      case 1 -> cut(random, text);
      case 2 -> moved(random, text);
      case 3 -> joined(random, text);
      case 4 -> longLine(random, text);
      case 5 -> new FileDamage("CRLF", text.replace("\n", "\r\n"), true, true);
      case 6 -> field(random, text, "a lost number", number -> "");
      case 7 -> field(random, text, "a number twice", number -> number + " " + number);
      case 8 -> split(random, text);
      default -> {
        String other = NO_NUMBERS.get(random.nextInt(NO_NUMBERS.size()));
        yield field(random, text, "\"" + other + "\" for a number", number -> other);
      }
    };
  }

  private static FileDamage bytes(Random random, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    boolean inLines = true;
    for (int i = 1 + random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      inLines &= bytes[at] != '\n';
      bytes[at] = random.nextInt(4) == 0 ? 0 : (byte) random.nextInt(256);
      inLines &= bytes[at] != '\n';
    }
    return new FileDamage(
        "other bytes", new String(bytes, StandardCharsets.ISO_8859_1), inLines, false);
  }

  private static FileDamage cut(Random random, String text) {
    return new FileDamage(
        "the end", text.substring(0, random.nextInt(text.length() + 1)), true, false);
  }

  private static List<String> lines(String text) {
    return new ArrayList<>(Arrays.asList(text.split("\n", -1)));
  }

  private static FileDamage moved(Random random, String text) {
    List<String> lines = lines(text);
    String line = lines.get(random.nextInt(lines.size()));
    if (random.nextBoolean()) {
      lines.remove(line);
    }
    lines.add(random.nextInt(lines.size() + 1), line);
    return new FileDamage("a line's place", String.join("\n", lines), true, false);
  }

  private static FileDamage joined(Random random, String text) {
    int end = text.indexOf('\n', random.nextInt(text.length() + 1));
    String joined =
        end < 0
            ? text
            : text.substring(0, end) + (random.nextBoolean() ? " " : "") + text.substring(end + 1);
    return new FileDamage("a line's end", joined, false, false);
  }

  private static FileDamage longLine(Random random, String text) {
    List<String> lines = lines(text);
    int at = random.nextInt(lines.size());
    String more = List.of("x", " 7", " x 1", "\t", "\0").get(random.nextInt(5)).repeat(20_000);
    lines.set(at, random.nextBoolean() ? lines.get(at) + more : more + lines.get(at));
    return new FileDamage("a line's length", String.join("\n", lines), true, false);
  }

  /** One number of one line becomes another text, or comes twice. */
  private static FileDamage field(
      Random random, String text, String kind, UnaryOperator<String> change) {
    List<String> lines = lines(text);
    int at = random.nextInt(lines.size());
    List<String> parts = new ArrayList<>(Arrays.asList(lines.get(at).split(BLANKS, -1)));
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).matches("[0-9]+")) {
        numbers.add(i);
      }
    }
    if (!numbers.isEmpty()) {
      int chosen = numbers.get(random.nextInt(numbers.size()));
      parts.set(chosen, change.apply(parts.get(chosen)));
    }
    lines.set(at, String.join("", parts));
    return new FileDamage(kind, String.join("\n", lines), true, true);
  }

  private static FileDamage split(Random random, String text) {
    int at = random.nextInt(text.length() + 1);
    String with = text.substring(0, at) + " " + text.substring(at);
    return new FileDamage("a blank more", with, true, false);
  }
}
