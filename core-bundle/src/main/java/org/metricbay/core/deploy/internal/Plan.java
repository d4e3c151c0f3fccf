package org.metricbay.core.deploy.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.metricbay.core.deploy.internal.Content.Artifact;

/**
 * What should run, given what lies in the folder: for each symbolic name, of the files that may
 * stand for it, the bundle with the highest version, of equal ones the newest file, that has what
 * it needs; of libraries also the versions that others need. A file that holds no bundle, or one
 * that was refused, stands for the last good bundle that it held. A pure function of its inputs.
 *
 * @param wanted the bundles that should run, by slot
 * @param waiting why those do not that would be preferred, by digest
 * @param links whose classes each is to use
 * @param duplicates why a file must not stand for its symbolic name, by file
 */
record Plan(
    Map<String, Artifact> wanted,
    Map<String, Refusal> waiting,
    Links links,
    Map<String, String> duplicates) {
  /** Before anything is known. */
  static final Plan NOTHING = new Plan(Map.of(), Map.of(), Links.NONE, Map.of());

  /**
   * What the folder holds, and has held.
   *
   * @param contents what each file holds, by its name
   * @param lastGood the last bundle that ran well from each file
   * @param older libraries that files held before, and that others may need still
   */
  record Folder(
      SortedMap<String, Content> contents,
      Map<String, Artifact> lastGood,
      Collection<Artifact> older) {}

  /**
   * Decides.
   *
   * @param refused digests of bundles that failed when tried
   * @param precedence which files may stand for a name that several have
   * @param outside what others than these offer
   */
  static Plan of(Folder folder, Set<String> refused, Precedence precedence, Outside outside) {
    Map<String, String> duplicates = duplicates(folder, refused, precedence);
    Planner planner = new Planner(outside);
    folder.contents.forEach(
        (file, content) -> {
          if (!duplicates.containsKey(file)) {
            Optional<Artifact> good =
                Optional.ofNullable(folder.lastGood.get(file)).filter(it -> isLeft(it, refused));
            addTo(planner, content, good, refused);
          }
        });
    for (Artifact artifact : folder.older) {
      if (isLeft(artifact, refused)
          && folder.contents.containsKey(artifact.file())
          && !duplicates.containsKey(artifact.file())) {
        planner.add(Candidate.kept(artifact, true));
      }
    }
    Planner.Choice choice = planner.choose();
    return new Plan(choice.wanted(), choice.waiting(), choice.links(), duplicates);
  }

  private static void addTo(
      Planner planner, Content content, Optional<Artifact> good, Set<String> refused) {
    if (content instanceof Artifact artifact && isLeft(artifact, refused)) {
      planner.add(Candidate.inFile(artifact));
      good.filter(it -> !it.digest().equals(artifact.digest()))
          .ifPresent(it -> planner.addInPlaceOf(artifact, it));
    } else {
      good.ifPresent(it -> planner.add(Candidate.kept(it, false)));
    }
  }

  /** What ran well keeps its name also while it is refused, as it may run again. */
  private static Map<String, String> duplicates(
      Folder folder, Set<String> refused, Precedence precedence) {
    Map<String, List<Artifact>> candidates = new HashMap<>();
    folder.contents.forEach(
        (file, content) -> {
          Artifact standsFor =
              content instanceof Artifact artifact && isLeft(artifact, refused)
                  ? artifact
                  : folder.lastGood.get(file);
          if (standsFor != null) {
            candidates
                .computeIfAbsent(standsFor.symbolicName(), name -> new ArrayList<>())
                .add(standsFor);
          }
        });
    Map<String, String> duplicates = new HashMap<>();
    candidates.forEach(
        (name, artifacts) ->
            duplicates.putAll(precedence.duplicates(name, artifacts, folder.contents)));
    return duplicates;
  }

  /** Whether it is to use what is in that slot, in however many steps. */
  boolean uses(Artifact user, String slot) {
    Set<String> reached = new HashSet<>(links.of(user));
    Deque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      Artifact next = wanted.get(open.remove());
      if (next != null) {
        links.of(next).stream().filter(reached::add).forEach(open::add);
      }
    }
    return reached.contains(slot);
  }

  /** Whether just these bytes are to run. */
  boolean wants(Artifact artifact) {
    Artifact other = wanted.get(artifact.slot());
    return other != null && other.digest().equals(artifact.digest());
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
