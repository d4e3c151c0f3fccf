package org.metricbay.core.deploy;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a reload or restart did with a file.
 *
 * @param file its name in the folder
 * @param symbolicName the symbolic name of the bundle in it, where known
 * @param version the version that runs now, or that was removed or refused, where known
 * @param action what was done
 * @param reason why it was refused, or is not run; empty if all is well
 */
@ProviderType
public record FileChange(
    String file,
    Optional<String> symbolicName,
    Optional<String> version,
    Action action,
    Optional<String> reason) {

  /** What was done. */
  public enum Action {
    /** It is new and runs. */
    INSTALLED,
    /** Another version, or other content, runs in place of the former. */
    UPDATED,
    /** The same content runs again. */
    RESTARTED,
    /** It is gone, and its bundle with it. */
    REMOVED,
    /** Nothing: it runs as before. */
    UNCHANGED,
    /** Nothing: it was stopped by hand. */
    STOPPED,
    /** Nothing: another file of the same symbolic name runs. */
    SHADOWED,
    /** It could not be read or run; what ran before still runs. */
    REFUSED
  }
}
