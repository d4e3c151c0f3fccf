package org.metricbay.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;

/**
 * Breaks one line of the files that a collector reads, at random, and asserts that it costs itself:
 * the collector does not fail, whatever does not come from that line is as it was, and a number
 * that could not be read is told of. What comes from a line is what changes when that line is
 * deleted, blank or another one. Then the files are damaged in any way ({@link DamagedFiles}). The
 * system property {@code metricbay.seed} tries other damage, and {@code metricbay.rounds} more.
 */
public final class BrokenLines {
  /** The same in each build, so that none fails for what another has not tried. */
  private static final long USUAL_SEED = 21;

  private static final int ROUNDS = Integer.getInteger("metricbay.rounds", 40);
  private static final int DEEPEST = 5;

  /** The last one of each number. */
  private static final Pattern DIGIT = Pattern.compile("\\d(?!\\d)");

  private final Path tree;
  private final KernelFiles files;
  private final long seed = Long.getLong("metricbay.seed", USUAL_SEED);
  private final Random random = new Random(seed);

  /**
   * Breaks files in a tree of its own.
   *
   * @param tree has {@code proc}, {@code sys}, {@code udev} and {@code root}, as far as they are
   *     wanted; changed and restored
   */
  public BrokenLines(Path tree) {
    this.tree = tree;
    this.files =
        new KernelFiles(
            tree.resolve("proc"), tree.resolve("sys"), tree.resolve("udev"), tree.resolve("root"));
  }

  /** Recreates collectors, as they remember what they have read. */
  @FunctionalInterface
  public interface Maker {
    /** One that reads these files. */
    MetricPlugin of(KernelFiles files);
  }

  /** Writes a file that is not in the tree. */
  public BrokenLines with(String file, String text) throws IOException {
    Path path = tree.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    return this;
  }

  /**
   * Breaks lines of tables, of which a number that cannot be read is reported.
   *
   * @param places files in the tree, or folders with them
   */
  public void check(Maker maker, String... places) throws Exception {
    check(maker, true, places);
  }

  /** The same for files where a number that is none may be as good as no number. */
  public void checkQuietly(Maker maker, String... places) throws Exception {
    check(maker, false, places);
  }

  private void check(Maker maker, boolean told, String... places) throws Exception {
    Set<Path> found = new TreeSet<>();
    for (String place : places) {
      addFiles(tree.resolve(place), DEEPEST, found, new HashSet<>());
    }
    List<Path> all = List.copyOf(found);
    assertFalse(all.isEmpty(), () -> List.of(places) + " are not in the tree");
    List<MetricFamily> unbroken = collect(maker, "nothing is broken");
    for (MetricFamily family : unbroken) {
      assertEquals(List.of(), family.leftOut(), "nothing is broken");
    }
    Map<String, String> whole = lines(unbroken);
    assertFalse(whole.isEmpty(), () -> "nothing comes of " + List.of(places));
    // What changes by itself is nobody's.
    whole.entrySet().retainAll(lines(collect(maker, "nothing is broken")).entrySet());
    for (int round = 0; round < ROUNDS; round++) {
      Path file = all.get(random.nextInt(all.size()));
      byte[] before = Files.readAllBytes(file);
      try {
        breakOne(maker, told, whole, file, new String(before, StandardCharsets.ISO_8859_1));
      } finally {
        Files.write(file, before);
      }
    }
    new DamagedFiles(tree, seed).check(() -> maker.of(files).collect(), all);
  }

  /** Follows links, of which there are circles in sysfs. */
  private static void addFiles(Path place, int depth, Set<Path> found, Set<Path> seen)
      throws IOException {
    if (!Files.exists(place)) {
      return;
    }
    Path real = place.toRealPath();
    if (Files.isRegularFile(real)) {
      if (Files.size(real) > 0) {
        found.add(real);
      }
    } else if (depth > 0 && seen.add(real)) {
      try (Stream<Path> inside = Files.list(real)) {
        for (Path path : (Iterable<Path>) inside::iterator) {
          addFiles(path, depth - 1, found, seen);
        }
      }
    }
  }

  private void breakOne(
      Maker maker, boolean told, Map<String, String> whole, Path file, String text)
      throws Exception {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.size() > 1 && text.endsWith("\n")) {
      lines.remove(lines.size() - 1);
    }
    int number = random.nextInt(lines.size());
    String line = lines.get(number);
    Mutation mutation = Mutation.of(random, line);
    String what =
        "seed %d: %s, line %d: %s: \"%s\" becomes \"%s\""
            .formatted(
                seed, tree.relativize(file), number + 1, mutation.kind(), line, mutation.to());

    Map<String, String> others = new TreeMap<>(whole);
    for (List<String> changed : changes(lines, number)) {
      others.entrySet().retainAll(lines(collect(maker, file, changed, what)).entrySet());
    }
    lines.set(number, mutation.to());
    List<MetricFamily> families = collect(maker, file, lines, what);
    Map<String, String> now = lines(families);
    others.forEach((series, value) -> assertEquals(value, now.get(series), () -> what + series));
    if (told && mutation.isNumberLost() && isLess(now, whole)) {
      assertFalse(
          families.stream().allMatch(family -> family.leftOut().isEmpty()),
          () -> what + ", and nobody is told");
    }
  }

  /** Ways to change a line, of which at least one changes whatever comes from it. */
  private static List<List<String>> changes(List<String> lines, int number) {
    List<String> without = new ArrayList<>(lines);
    without.remove(number);
    List<List<String>> all = new ArrayList<>(List.of(without));
    String line = lines.get(number);
    String otherNumbers =
        DIGIT
            .matcher(line)
            .replaceAll(
                digit -> String.valueOf("1234567890".charAt(Integer.parseInt(digit.group()))));
    for (String other : List.of("", otherNumbers, line + "z")) {
      List<String> changed = new ArrayList<>(lines);
      changed.set(number, other);
      all.add(changed);
    }
    return all;
  }

  /** Whether something has gone and nothing has come in its place. */
  private static boolean isLess(Map<String, String> now, Map<String, String> before) {
    return before.keySet().containsAll(now.keySet()) && now.size() < before.size();
  }

  private List<MetricFamily> collect(Maker maker, Path file, List<String> lines, String what)
      throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.ISO_8859_1);
    try {
      return maker.of(files).collect();
    } catch (Exception e) {
      // A file in which nothing is left is not broken in one line.
      return lines.stream().allMatch(String::isBlank) ? List.of() : failed(what, e);
    }
  }

  private static List<MetricFamily> failed(String what, Exception e) {
    return fail(what + ", and the collector fails: " + e, e);
  }

  private List<MetricFamily> collect(Maker maker, String what) {
    try {
      return maker.of(files).collect();
    } catch (Exception e) {
      return failed(what, e);
    }
  }

  /** As the engine takes them: of two families of one name the first. */
  static Map<String, String> lines(List<MetricFamily> families) {
    SortedMap<String, String> lines = new TreeMap<>();
    for (MetricFamily family : families) {
      if (!lines.containsKey("TYPE " + family.name())) {
        lines.putAll(Page.of(List.of(family)).lines());
      }
    }
    return lines;
  }

  /**
   * A broken line.
   *
   * @param kind in what way
   * @param isNumberLost whether a number has become something else
   */
  private record Mutation(String kind, String to, boolean isNumberLost) {
    private static final String BLANKS = "(?<=\\s)|(?=\\s)";

    static Mutation of(Random random, String line) {
      return switch (random.nextInt(8)) {
        case 0 -> dropped(random, line);
        case 1 -> number("letters", random, line, field -> "x" + field + "y");
        case 2 -> number("huge", random, line, field -> field + "9".repeat(30));
        case 3 -> number("negative", random, line, field -> "-" + field);
        case 4 -> new Mutation("empty", "", false);
        case 5 -> new Mutation("cut", line.substring(0, random.nextInt(line.length() + 1)), false);
        case 6 -> replaced("NUL", random, line, '\0');
        default -> replaced("not UTF-8", random, line, '\u00e9');
      };
    }

    private static Mutation dropped(Random random, String line) {
      List<String> parts = new ArrayList<>(List.of(line.split(BLANKS, -1)));
      parts.remove(random.nextInt(parts.size()));
      return new Mutation("dropped", String.join("", parts), false);
    }

    private static Mutation number(
        String kind, Random random, String line, Function<String, String> change) {
      String[] parts = line.split(BLANKS, -1);
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < parts.length; i++) {
        if (parts[i].matches("\\d+")) {
          numbers.add(i);
        }
      }
      if (numbers.isEmpty()) {
        return new Mutation(kind + ", but there is no number", line, false);
      }
      int chosen = numbers.get(random.nextInt(numbers.size()));
      parts[chosen] = change.apply(parts[chosen]);
      return new Mutation(kind, String.join("", parts), kind.equals("letters"));
    }

    private static Mutation replaced(String kind, Random random, String line, char c) {
      if (line.isEmpty()) {
        return new Mutation(kind, String.valueOf(c), false);
      }
      StringBuilder broken = new StringBuilder(line);
      broken.setCharAt(random.nextInt(line.length()), c);
      return new Mutation(kind, broken.toString(), false);
    }
  }
}
