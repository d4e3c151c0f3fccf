package org.metricbay.core.deploy.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.metricbay.core.deploy.internal.Content.Artifact;

/**
 * What should run, given what lies in the folder: for each symbolic name the bundle with the
 * highest version, of equal ones the newest file, that has what it needs; of libraries also the
 * versions that others need. A file that holds no bundle, or one that was refused, stands for the
 * last good bundle that it held. A pure function of its inputs.
 *
 * @param wanted the bundles that should run, by slot
 * @param waiting why those do not that would be preferred, by digest
 */
record Plan(Map<String, Artifact> wanted, Map<String, Refusal> waiting) {
  static final Plan NOTHING = new Plan(Map.of(), Map.of());

  /**
   * Decides.
   *
   * @param contents what each file holds, by its name
   * @param lastGood the last bundle that ran well from each file
   * @param older libraries that files held before, and that others may need still
   * @param refused digests of bundles that failed when tried
   * @param outside what others than these offer
   */
  static Plan of(
      SortedMap<String, Content> contents,
      Map<String, Artifact> lastGood,
      Collection<Artifact> older,
      Set<String> refused,
      Outside outside) {
    Planner planner = new Planner(outside);
    contents.forEach(
        (file, content) -> {
          Optional<Artifact> good =
              Optional.ofNullable(lastGood.get(file)).filter(it -> isLeft(it, refused));
          if (content instanceof Artifact artifact && isLeft(artifact, refused)) {
            planner.add(Candidate.inFile(artifact));
            good.filter(it -> !it.digest().equals(artifact.digest()))
                .ifPresent(it -> planner.addInPlaceOf(artifact, it));
          } else {
            good.ifPresent(it -> planner.add(Candidate.kept(it, false)));
          }
        });
    for (Artifact artifact : older) {
      if (isLeft(artifact, refused) && contents.containsKey(artifact.file())) {
        planner.add(Candidate.kept(artifact, true));
      }
    }
    return planner.plan();
  }

  /** The best of a name that runs. */
  Optional<Artifact> best(String symbolicName) {
    return wanted.values().stream()
        .filter(artifact -> artifact.symbolicName().equals(symbolicName))
        .max(Comparator.comparing(Artifact::version));
  }

  /** Whether it is not there only because others need just this version. */
  boolean isBest(Artifact artifact) {
    return best(artifact.symbolicName())
        .filter(best -> best.version().equals(artifact.version()))
        .isPresent();
  }

  private static boolean isLeft(Artifact artifact, Set<String> refused) {
    return !refused.contains(artifact.digest());
  }
}
