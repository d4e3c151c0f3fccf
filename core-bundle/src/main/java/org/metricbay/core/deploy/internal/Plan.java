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
 * What should run, given what lies in the folder: for each symbolic name the bundle with the
 * highest version, of equal ones the newest file. A file that holds no bundle, or one that was
 * refused, stands for the last good bundle that it held. A pure function of its inputs.
 *
 * @param wanted the bundle that should run, by symbolic name
 */
record Plan(Map<String, Artifact> wanted) {
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
   */
  static Plan of(
      SortedMap<String, Content> contents, Map<String, Artifact> lastGood, Set<String> refused) {
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
    candidates.forEach(
        (name, artifacts) -> {
          artifacts.sort(BEST_FIRST);
          wanted.put(name, artifacts.get(0));
        });
    return new Plan(wanted);
  }

  private static Optional<Artifact> standsFor(
      Content content, Optional<Artifact> lastGood, Set<String> refused) {
    return content instanceof Artifact artifact && !refused.contains(artifact.digest())
        ? Optional.of(artifact)
        : lastGood.filter(good -> !refused.contains(good.digest()));
  }
}
