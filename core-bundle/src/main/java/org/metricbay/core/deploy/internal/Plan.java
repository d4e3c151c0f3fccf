package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.metricbay.core.deploy.internal.Content.Artifact;

/**
 * What should run, given what lies in the folder: for each symbolic name, of the files that may
 * stand for it, the bundle with the highest version, of equal ones the newest file. A file that
 * holds no bundle, or one that was refused, stands for the last good bundle that it held. A pure
 * function of its inputs.
 *
 * @param wanted the bundle that should run, by symbolic name
 * @param duplicates why a file must not stand for its symbolic name, by file
 */
record Plan(Map<String, Artifact> wanted, Map<String, String> duplicates) {
  /** Before anything is known. */
  static final Plan NOTHING = new Plan(Map.of(), Map.of());

  private static final Comparator<Artifact> BEST_FIRST =
      Comparator.comparing(Artifact::version)
          .thenComparing(Artifact::modified)
          .thenComparing(Artifact::file)
          .reversed();

  /**
   * Decides.
   *
   * @param contents what each file holds, by its name
   * @param lastGood the last bundle that ran well from each file
   * @param refused digests of bundles that failed when tried
   * @param precedence which files may stand for a name that several have
   */
  static Plan of(
      SortedMap<String, Content> contents,
      Map<String, Artifact> lastGood,
      Set<String> refused,
      Precedence precedence) {
    Map<String, List<Artifact>> candidates = new HashMap<>();
    contents.forEach(
        (file, content) ->
            standsFor(content, Optional.ofNullable(lastGood.get(file)), refused)
                .ifPresent(
                    artifact ->
                        candidates
                            .computeIfAbsent(artifact.symbolicName(), name -> new ArrayList<>())
                            .add(artifact)));
    Map<String, Artifact> wanted = new TreeMap<>();
    Map<String, String> duplicates = new HashMap<>();
    candidates.forEach(
        (name, artifacts) -> {
          duplicates.putAll(precedence.duplicates(name, artifacts, contents));
          artifacts.stream()
              .filter(artifact -> !duplicates.containsKey(artifact.file()))
              .filter(artifact -> !refused.contains(artifact.digest()))
              .min(BEST_FIRST)
              .ifPresent(best -> wanted.put(name, best));
        });
    return new Plan(wanted, duplicates);
  }

  /** What ran well keeps its name also while it is refused, as it may run again. */
  private static Optional<Artifact> standsFor(
      Content content, Optional<Artifact> lastGood, Set<String> refused) {
    return content instanceof Artifact artifact && !refused.contains(artifact.digest())
        ? Optional.of(artifact)
        : lastGood;
  }
}
