package org.metricbay.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.metricbay.api.MetricFamily;

/**
 * Damages the files that a collector reads in any way, and asserts that it throws nothing but what
 * its parser does, and that no number is shown under another metric's name than before. Numbers
 * that are there once are looked for, and where a line has got another's text none, as nobody can
 * tell then. The system property {@code metricbay.seed} tries the same once more, and {@code
 * metricbay.rounds} tries more.
 */
final class DamagedFiles {
  private static final int ROUNDS = Integer.getInteger("metricbay.rounds", 40);

  /** Smaller ones are the same by chance. */
  private static final double LEAST_TELLING = 50;

  private final Path tree;
  private final long seed;
  private final Random random;

  DamagedFiles(Path tree, long seed) {
    this.tree = tree;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Collects from the tree. */
  @FunctionalInterface
  interface Collect {
    List<MetricFamily> now() throws Exception;
  }

  void check(Collect collect, List<Path> files) throws Exception {
    Map<String, String> whole = BrokenLines.lines(collect.now());
    Map<String, String> names = telling(whole);
    for (int round = 0; round < ROUNDS; round++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] before = Files.readAllBytes(file);
      FileDamage damage = FileDamage.of(random, before);
      String what =
          "-Dmetricbay.seed=%d, damage %d: %s of %s: "
              .formatted(seed, round, damage.kind(), tree.relativize(file));
      try {
        Files.writeString(file, damage.text(), StandardCharsets.ISO_8859_1);
        Optional<List<MetricFamily>> families = families(collect, what);
        if (families.isPresent()) {
          assertNames(BrokenLines.lines(families.get()), whole, names, damage, what);
        }
      } finally {
        Files.write(file, before);
      }
    }
  }

  /** Empty if the parser says that it cannot be read. */
  private static Optional<List<MetricFamily>> families(Collect collect, String what) {
    try {
      return Optional.of(collect.now());
    } catch (IOException | IllegalArgumentException | NoSuchElementException e) {
      return Optional.empty();
    } catch (Exception e) {
      return fail(what + "the collector fails with " + e, e);
    }
  }

  private static void assertNames(
      Map<String, String> now,
      Map<String, String> before,
      Map<String, String> names,
      FileDamage damage,
      String what) {
    now.forEach(
        (series, value) -> {
          String name = names.get(value);
          // A name that is damaged itself may be a new one.
          boolean counts = damage.sparesNames() || before.containsKey(series);
          if (name != null && damage.isInLines() && counts) {
            assertEquals(name, name(series), () -> what + value + " is shown as " + series);
          }
        });
  }

  /** Of numbers that are there once, the metrics' names. */
  private static Map<String, String> telling(Map<String, String> lines) {
    Map<String, String> names = new HashMap<>();
    Set<String> twice = new HashSet<>();
    lines.forEach(
        (series, value) -> {
          if (isTelling(value) && names.put(value, name(series)) != null) {
            twice.add(value);
          }
        });
    names.keySet().removeAll(twice);
    return names;
  }

  private static boolean isTelling(String value) {
    try {
      return Math.abs(Double.parseDouble(value)) >= LEAST_TELLING;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String name(String series) {
    int brace = series.indexOf('{');
    return brace < 0 ? series : series.substring(0, brace);
  }
}
