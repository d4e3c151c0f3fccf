package org.metricbay.core.deploy;

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
 */
@ProviderType
public record PluginFile(
    String file,
    Optional<String> symbolicName,
    Optional<String> version,
    FileState state,
    Optional<String> reason,
    OptionalLong bundleId,
    Optional<String> runningVersion) {}
