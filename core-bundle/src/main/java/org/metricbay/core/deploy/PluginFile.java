package org.metricbay.core.deploy;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A file in the watched folder.
 *
 * @param file its name in the folder
 * @param symbolicName the symbolic name of the bundle in it, where it could be read
 * @param version that bundle's version, where it could be read
 * @param state how it is
 * @param reason why it is not running; empty if it is
 * @param bundleId the running bundle; also present when an older good version runs in place of this
 *     file, because this one is incomplete, invalid or refused
 * @param runningVersion the version of that running bundle
 * @param installed the numbers of the bundles that this one has installed
 * @param nextTry when a refused one is tried again, if it is by itself
 * @param usedBy the files whose bundles use what this one's offers
 */
@ProviderType
public record PluginFile(
    String file,
    Optional<String> symbolicName,
    Optional<String> version,
    FileState state,
    Optional<String> reason,
    OptionalLong bundleId,
    Optional<String> runningVersion,
    List<Long> installed,
    Optional<Instant> nextTry,
    List<String> usedBy) {

  /** One that has installed none, that nobody uses, and that is not tried again. */
  public PluginFile(
      String file,
      Optional<String> symbolicName,
      Optional<String> version,
      FileState state,
      Optional<String> reason,
      OptionalLong bundleId,
      Optional<String> runningVersion) {
    this(
        file,
        symbolicName,
        version,
        state,
        reason,
        bundleId,
        runningVersion,
        List.of(),
        Optional.empty(),
        List.of());
  }

  /** The same, but with what its bundle has installed. */
  public PluginFile withInstalled(List<Long> ids) {
    return with(List.copyOf(ids), nextTry, usedBy);
  }

  /** The same, but with when it is tried again. */
  public PluginFile withNextTry(Optional<Instant> next) {
    return with(installed, next, usedBy);
  }

  /** The same, but with the files that use it. */
  public PluginFile withUsers(Collection<String> files) {
    return with(installed, nextTry, List.copyOf(files));
  }

  private PluginFile with(List<Long> ids, Optional<Instant> next, List<String> users) {
    return new PluginFile(
        file, symbolicName, version, state, reason, bundleId, runningVersion, ids, next, users);
  }

  /** Whether a bundle comes from this file: its own, or one that it has installed. */
  public boolean isOf(long id) {
    return (bundleId.isPresent() && bundleId.getAsLong() == id) || installed.contains(id);
  }
}
