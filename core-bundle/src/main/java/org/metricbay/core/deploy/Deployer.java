package org.metricbay.core.deploy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Bundle;

/**
 * The only one that installs, starts, stops and removes plugins. For use by any thread; calls that
 * change something are carried out one after the other.
 */
@ProviderType
public interface Deployer {

  /**
   * Makes what runs agree with the folder, refreshes stale wiring, collects once from every plugin,
   * and returns when all is done.
   */
  ReloadReport reload();

  /**
   * Restarts a plugin from the file it came from, the new beside the old, so that no scrape misses
   * it; also one that was stopped by hand, or refused.
   *
   * @param name a file, the symbolic name or number of a bundle, or a collector
   * @return what happened to its file
   * @throws UnknownPluginException if there is no such plugin in the folder
   */
  FileChange restart(String name) throws UnknownPluginException;

  /** The files in the folder and how each is, by name. */
  List<PluginFile> files();

  /**
   * The file that a running bundle came from, if it came from the folder or was installed by what
   * did.
   */
  default Optional<PluginFile> fileOf(long bundleId) {
    return files().stream().filter(file -> file.isOf(bundleId)).findFirst();
  }

  /**
   * Whether a bundle is from the folder, also one that is on trial or being removed, which {@link
   * #fileOf} does not know.
   */
  default boolean isFromFolder(Bundle bundle) {
    return fileOf(bundle.getBundleId()).isPresent();
  }

  /**
   * Completes when all that lay in the folder at the start has been dealt with, on a thread of the
   * deployer's that must not be held up.
   */
  CompletionStage<Void> ready();

  /** Whether all that lay in the folder at the start has been dealt with. */
  boolean isReady();
}
