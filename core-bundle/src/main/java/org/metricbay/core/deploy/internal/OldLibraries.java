package org.metricbay.core.deploy.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells once for whom a library goes on that its file does not hold any more: whoever has upgraded
 * it may think that nobody uses the version before. For use by one thread.
 */
final class OldLibraries {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  /** For whom each was said to go on, by its digest. */
  private final Map<String, Set<String>> told = new HashMap<>();

  /**
   * Tells of those of which that is new.
   *
   * @param users who uses each bundle that others use
   */
  void tell(Map<Generation, Set<Generation>> users, Map<String, Content> contents, Plan plan) {
    Map<String, Set<String>> now = new HashMap<>();
    users.forEach(
        (library, some) -> {
          Artifact old = library.artifact();
          if (old.isLibrary()
              && contents.get(old.file()) instanceof Artifact successor
              && !library.hasBytesOf(successor)
              && successor.equals(plan.wanted().get(successor.slot()))) {
            now.put(old.digest(), tell(old, successor, labels(some)));
          }
        });
    told.keySet().retainAll(now.keySet());
    told.putAll(now);
  }

  private Set<String> tell(Artifact old, Artifact successor, Set<String> users) {
    if (!told.getOrDefault(old.digest(), Set.of()).containsAll(users)) {
      LOG.warn(
          "{}: {} goes on beside {}, as it is needed still by {}",
          old.file(),
          old.label(),
          successor.label(),
          String.join(", ", users));
    }
    return users;
  }

  private static Set<String> labels(Set<Generation> users) {
    return users.stream()
        .map(user -> user.artifact().label() + " (" + user.artifact().file() + ")")
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
