package org.metricbay.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether {@code GET /plugins} shows that exactly the good files of these plugins run. */
final class Expected {
  private Expected() {}

  /** What is not as it should be; empty if all is. */
  static Optional<String> difference(List<Subject> subjects, JsonNode overview) {
    return difference(subjects, overview, file -> true);
  }

  /** The same, but there may be other files too. */
  static Optional<String> ofTheirs(List<Subject> subjects, JsonNode overview) {
    Set<String> names = subjects.stream().map(Subject::file).collect(Collectors.toSet());
    return difference(subjects, overview, names::contains);
  }

  private static Optional<String> difference(
      List<Subject> subjects, JsonNode overview, Predicate<String> isLookedAt) {
    Set<String> files = new TreeSet<>();
    Set<String> collectors = new TreeSet<>();
    for (Subject subject : subjects) {
      String version = "1.0." + subject.newest();
      files.add(subject.file() + " " + subject.symbolicName() + " " + version + " RUNNING");
      subject.collectors().forEach(name -> collectors.add(name + " " + version + " OK"));
    }
    Set<String> actualFiles = new TreeSet<>();
    for (JsonNode file : overview.path("files")) {
      if (!isLookedAt.test(file.path("name").asText())) {
        continue;
      }
      actualFiles.add(
          String.join(
              " ",
              file.path("name").asText(),
              file.path("symbolicName").asText(),
              file.path("runningVersion").asText(),
              file.path("state").asText()));
    }
    Set<String> actualCollectors = new TreeSet<>();
    for (JsonNode plugin : overview.path("plugins")) {
      // The agent's own come from no file; and which a packed plugin has is not known at first.
      if (isLookedAt.test(plugin.path("file").asText())
          && plugin.path("file").isTextual()
          && isKnown(subjects, plugin)) {
        actualCollectors.add(
            plugin.path("name").asText()
                + " "
                + plugin.path("bundle").path("version").asText()
                + " "
                + plugin.path("state").asText());
      }
    }
    return files.equals(actualFiles) && collectors.equals(actualCollectors)
        ? Optional.empty()
        : Optional.of(
            "expected " + files + collectors + ", found " + actualFiles + actualCollectors);
  }

  private static boolean isKnown(List<Subject> subjects, JsonNode plugin) {
    String symbolicName = plugin.path("bundle").path("symbolicName").asText();
    return subjects.stream()
        .filter(subject -> subject.symbolicName().equals(symbolicName))
        .noneMatch(subject -> subject.collectors().isEmpty());
  }
}
