package org.metricbay.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;

/**
 * node_exporter's captured kernel trees and the page that it makes of them. They are not in this
 * repository; the system property {@code metricbay.conformance} says where they are.
 *
 * @param folder where they are
 */
public record Conformance(Path folder) {
  private static final Pattern LINK = Pattern.compile("[\\w.:-]+(/[\\w.:-]+)+/?");

  /**
   * Finds the folder. Skips the test that asks where it is missing, except in CI, where that test
   * fails.
   */
  public static Conformance find() {
    Path folder =
        Path.of(System.getProperty("metricbay.conformance", "../../shared/conformance"))
            .toAbsolutePath()
            .normalize();
    if (!Files.isReadable(folder.resolve("expected.txt"))) {
      String message =
          "NOT COMPARED WITH node_exporter: "
              + folder
              + " is not there; set -Dmetricbay.conformance to the folder with expected.txt";
      if ("true".equals(System.getenv("CI"))) {
        fail(message);
      }
      System.getLogger(Conformance.class.getName()).log(System.Logger.Level.WARNING, message);
      abort(message);
    }
    return new Conformance(folder);
  }

  /** The captured trees. */
  public KernelFiles files() {
    return files(folder.resolve("fixtures/sys"));
  }

  /**
   * The captured trees with the symbolic links that a real sysfs has, such as {@code
   * /sys/class/net/eth0}. The folder's way here has turned each into a small file that names the
   * link's target.
   *
   * @param copy an empty folder that takes the captured sysfs
   */
  public KernelFiles filesWithLinks(Path copy) throws IOException {
    Path captured = folder.resolve("fixtures/sys");
    try (Stream<Path> paths = Files.walk(captured)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        copy(path, copy.resolve(captured.relativize(path).toString()));
      }
    }
    return files(copy);
  }

  /**
   * A copy of the captured trees, with their symbolic links, in which lines can be broken.
   *
   * @param copy an empty folder that takes them
   */
  public BrokenLines brokenLines(Path copy) throws IOException {
    copyTo(copy);
    return new BrokenLines(copy);
  }

  /**
   * Copies the captured trees, with their symbolic links.
   *
   * @param copy an empty folder, which gets {@code proc}, {@code sys} and {@code udev}
   */
  public void copyTo(Path copy) throws IOException {
    Path fixtures = folder.resolve("fixtures");
    filesWithLinks(copy.resolve("sys"));
    for (String tree : List.of("proc", "udev")) {
      try (Stream<Path> paths = Files.walk(fixtures.resolve(tree))) {
        for (Path path : (Iterable<Path>) paths::iterator) {
          copy(path, copy.resolve(fixtures.relativize(path).toString()));
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      Files.createDirectories(to);
      return;
    }
    String text = Files.readString(from, StandardCharsets.ISO_8859_1);
    if (LINK.matcher(text).matches() && Files.exists(from.resolveSibling(text))) {
      Files.createSymbolicLink(to, Path.of(text));
    } else {
      Files.writeString(to, text, StandardCharsets.ISO_8859_1);
    }
  }

  private KernelFiles files(Path sysfs) {
    Path fixtures = folder.resolve("fixtures");
    return new KernelFiles(
        fixtures.resolve("proc"), sysfs, fixtures.resolve("udev/data"), Path.of("/"));
  }

  /**
   * Asserts that plugins say the same as the page about all metrics whose whole name matches a
   * pattern, and say nothing else.
   */
  public void assertSame(Pattern names, List<MetricPlugin> plugins) throws Exception {
    List<MetricFamily> families = new ArrayList<>();
    for (MetricPlugin plugin : plugins) {
      families.addAll(plugin.collect());
    }
    Page expected = expected(names);
    assertFalse(expected.lines().isEmpty(), () -> names + " is in no name of the expected page");
    assertEquals(text(expected), text(Page.of(families)));
  }

  private Page expected(Pattern names) throws IOException {
    return Page.read(folder.resolve("expected.txt"), names.asMatchPredicate());
  }

  private static String text(Page page) {
    return page.lines().entrySet().stream()
        .map(line -> line.getKey() + " " + line.getValue())
        .collect(Collectors.joining("\n"));
  }
}
