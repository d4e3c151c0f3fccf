package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Decisions stay short, have a status and are listed; links in documents lead somewhere. */
final class DocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DECISIONS = ROOT.resolve("docs/decisions");
  private static final int WORDS = 600;

  private static final Pattern STATUS =
      Pattern.compile("\\*\\*Status:\\*\\* (accepted|superseded by \\[\\d{4}]\\(\\S+\\.md\\)).*");

  /** A link to a file of the repository, to a heading of one, or to a heading of the same one. */
  private static final Pattern LINK =
      Pattern.compile("]\\((?!https?:)(?<file>[^)#\\s]*)(?:#(?<heading>[^)]+))?\\)");

  private static final Pattern FENCED =
      Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

  @Test
  void decisionsAreShortAndHaveAStatus() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : decisions()) {
      String name = file.getFileName().toString();
      String text = Files.readString(file);
      List<String> lines = text.lines().toList();
      if (!lines.get(0).startsWith("# " + name.substring(0, 4) + " ")) {
        wrong.add(name + ": its first line is not its number and title");
      }
      if (lines.size() < 2 || !STATUS.matcher(lines.get(1)).matches()) {
        wrong.add(name + ": line 2 is neither **Status:** accepted nor superseded by [NNNN](…)");
      }
      int words = words(text);
      if (words > WORDS) {
        wrong.add(
            "%s: has %d words, more than %d; measurements belong into docs/performance-log.md"
                .formatted(name, words, WORDS));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theIndexHasAllDecisionsInOrder() throws IOException {
    List<String> listed =
        Pattern.compile("^\\| \\[(\\d{4})]\\((\\1-\\S+\\.md)\\) \\|", Pattern.MULTILINE)
            .matcher(Files.readString(DECISIONS.resolve("README.md")))
            .results()
            .map(match -> match.group(2))
            .toList();
    assertThat(listed)
        .isEqualTo(decisions().stream().map(file -> file.getFileName().toString()).toList());
  }

  @Test
  void linksLeadToFilesAndHeadings() throws IOException {
    List<String> dead = new ArrayList<>();
    int links = 0;
    for (Path document : documents()) {
      Matcher link = LINK.matcher(unfenced(document));
      while (link.find()) {
        links++;
        Path file =
            link.group("file").isEmpty() ? document : document.resolveSibling(link.group("file"));
        String heading = link.group("heading");
        if (!Files.exists(file) || (heading != null && !anchors(file).contains(heading))) {
          dead.add(ROOT.relativize(document) + ": " + link.group().substring(1));
        }
      }
    }
    assertThat(dead).isEmpty();
    assertThat(links).isGreaterThan(100);
  }

  @Test
  void anchorsAreMadeAsBrowsersFindThem() {
    assertThat(anchor("The start ([0024](decisions/0024-start-up.md)), `x` & more"))
        .isEqualTo("the-start-0024-x--more");
  }

  private static int words(String text) {
    return text.strip().split("\\s+").length;
  }

  private static Set<String> anchors(Path file) throws IOException {
    return HEADING
        .matcher(unfenced(file))
        .results()
        .map(match -> anchor(match.group(1)))
        .collect(Collectors.toSet());
  }

  private static String anchor(String heading) {
    return heading
        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  private static String unfenced(Path file) throws IOException {
    return FENCED.matcher(Files.readString(file)).replaceAll("");
  }

  private static List<Path> decisions() throws IOException {
    try (Stream<Path> files = Files.list(DECISIONS)) {
      return files.filter(file -> file.getFileName().toString().matches("\\d.*")).sorted().toList();
    }
  }

  private static Set<Path> documents() throws IOException {
    Set<Path> all = new TreeSet<>();
    for (String folder : List.of("docs", "examples")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(all::add);
      }
    }
    all.add(ROOT.resolve("README.md"));
    all.add(ROOT.resolve("AGENTS.md"));
    return all;
  }
}
