package org.metricbay.core.deploy.internal;

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
   */
  record Artifact(
      String file,
      String digest,
      String symbolicName,
      Version version,
      long modified,
      boolean stopFirst)
      implements Content {

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
}
