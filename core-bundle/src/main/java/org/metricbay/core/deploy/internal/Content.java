package org.metricbay.core.deploy.internal;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.osgi.framework.Version;

/** What a file in the folder holds. */
sealed interface Content {

  /**
   * A bundle that could run, as far as its bytes tell.
   *
   * @param file the file's name in the folder
   * @param digest the SHA-256 of its bytes, in hexadecimal
   * @param symbolicName the bundle's identity
   * @param version the bundle's version
   * @param modified when the file was changed, in milliseconds since 1970
   * @param stopFirst whether it cannot run beside another version of itself
   * @param ties what it offers and needs
   * @param maker who made it
   */
  record Artifact(
      String file,
      String digest,
      String symbolicName,
      Version version,
      long modified,
      boolean stopFirst,
      Ties ties,
      Maker maker)
      implements Content {

    /** One that offers and needs nothing, as far as anybody knows, and does not say who made it. */
    Artifact(
        String file,
        String digest,
        String symbolicName,
        Version version,
        long modified,
        boolean stopFirst) {
      this(file, digest, symbolicName, version, modified, stopFirst, Ties.NONE, Maker.UNKNOWN);
    }

    /** Whether several versions of it may run, if others need them. */
    boolean isLibrary() {
      return !stopFirst && ties.isLibrary();
    }

    /** Of what has the same slot only one runs; what comes later takes the other's place. */
    String slot() {
      return isLibrary() ? label() : symbolicName;
    }

    String label() {
      return symbolicName + " " + version;
    }
  }

  /**
   * Nothing that could run.
   *
   * @param reason why
   * @param incomplete whether it may be a bundle that is still being written
   */
  record Problem(String reason, boolean incomplete) implements Content {}

  /** Those of the bundles among them. */
  static Set<String> digests(Collection<Content> contents) {
    Set<String> digests = new HashSet<>();
    for (Content content : contents) {
      if (content instanceof Artifact artifact) {
        digests.add(artifact.digest());
      }
    }
    return digests;
  }

  /** Whether a file may turn out to be any plugin's, as it is not read to its end yet. */
  static boolean isAnyIncomplete(Collection<Content> contents) {
    return contents.stream()
        .anyMatch(content -> content instanceof Problem problem && problem.incomplete());
  }
}
