package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What messages, the configuration files and the documents tell people to set is there to be set.
 */
final class HintsTest {
  private static final Path ROOT = Path.of("..");

  /** A text in Java; those that are a property's name and nothing else are not for people. */
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

  private static final Pattern PROPERTY = Pattern.compile("metricbay\\.[a-z.-]+");

  private static final Pattern KEY =
      Pattern.compile(
          "(?<![\\w.-])((?:metricbay\\.)?(?:collect|deploy)\\.[a-z][a-z-]*)(?![\\w.(])");

  private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z][a-z.-]+");
  private static final Pattern VARIABLE = Pattern.compile("METRICBAY_[A-Z_]+[A-Z]");

  /** Of the JDK's tools, of Maven and of other programs, in documents; of ours, but of commands. */
  private static final Set<String> OTHERS_VARIABLES =
      Set.of("METRICBAY_JAVA_OPTS", "METRICBAY_SCRIPT_RUN", "METRICBAY_SERVICE_HOST");

  @Test
  void messagesNameKeysOptionsAndVariablesThatThereAre() throws IOException {
    List<String> wrong = new ArrayList<>();
    int[] found = {0};
    for (Path source : sources()) {
      Matcher literal = LITERAL.matcher(Files.readString(source));
      while (literal.find()) {
        String text = literal.group(1);
        if (!PROPERTY.matcher(text).matches()) {
          found[0] += check(source, text, wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(found[0]).isGreaterThan(30);
  }

  private static int check(Path source, String text, List<String> wrong) {
    int found = 0;
    for (String key : all(KEY, text)) {
      found++;
      if (Setting.ofKey(key).isEmpty()) {
        wrong.add(source + ": " + key);
      }
    }
    if (source.toString().contains("host-app")) {
      for (String flag : all(FLAG, text)) {
        found++;
        boolean ours = flag.startsWith("--help") || flag.equals("--version");
        boolean jlink = flag.equals("--add-modules");
        if (!ours && !jlink && Option.ofFlag(flag).isEmpty()) {
          wrong.add(source + ": " + flag);
        }
      }
    }
    for (String variable : all(VARIABLE, text)) {
      found++;
      boolean known =
          OTHERS_VARIABLES.contains(variable)
              || Stream.of(Option.values()).anyMatch(it -> it.variable().equals(variable))
              || Stream.of(Setting.values()).anyMatch(it -> it.variable().equals(variable));
      if (!known && !variable.equals("METRICBAY_SERVICE")) {
        wrong.add(source + ": " + variable);
      }
    }
    return found;
  }

  @Test
  void documentsNameKeysThatThereAre() throws IOException {
    List<String> wrong = new ArrayList<>();
    Set<Path> documents = new TreeSet<>(files("docs", ".md"));
    documents.removeIf(file -> file.toString().contains("decisions"));
    documents.addAll(files("conf", ".cfg"));
    documents.add(ROOT.resolve("README.md"));
    for (Path document : documents) {
      for (String key : all(KEY, Files.readString(document))) {
        // That one is a package.
        if (Setting.ofKey(key).isEmpty() && !key.equals("deploy.internal")) {
          wrong.add(document + ": " + key);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(match.groupCount())).toList();
  }

  private static List<Path> sources() throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.toList()) {
        Path main = module.resolve("src/main/java");
        if (Files.isDirectory(main)) {
          all.addAll(files(ROOT.relativize(main).toString(), ".java"));
        }
      }
    }
    return all;
  }

  private static List<Path> files(String folder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(end)).toList();
    }
  }
}
