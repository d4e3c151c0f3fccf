package org.metricbay.core.deploy.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.metricbay.core.deploy.internal.Content.Artifact;

/** Bundles that failed, by their digest, until their file changes. For use by one thread. */
final class Refusals {
  private final Map<String, Refusal> byDigest = new HashMap<>();

  Map<String, Refusal> byDigest() {
    return byDigest;
  }

  Set<String> digests() {
    return byDigest.keySet();
  }

  void put(Artifact artifact, Refusal refusal) {
    byDigest.put(artifact.digest(), refusal);
  }

  /** What could not be resolved may find now what it needs. */
  void forgetUnresolved() {
    byDigest.values().removeIf(Refusal::unresolved);
  }

  /** Somebody wants to have the bundle of this name tried again. */
  void forget(String symbolicName, Map<String, Content> contents) {
    for (Content content : contents.values()) {
      if (content instanceof Artifact artifact && artifact.symbolicName().equals(symbolicName)) {
        byDigest.remove(artifact.digest());
      }
    }
  }

  /** Forgets what lies in no file any more, and is no last good version. */
  void retain(Map<String, Content> contents, Set<String> goodDigests) {
    Set<String> present = new HashSet<>(goodDigests);
    for (Content content : contents.values()) {
      if (content instanceof Artifact artifact) {
        present.add(artifact.digest());
      }
    }
    byDigest.keySet().retainAll(present);
  }
}
