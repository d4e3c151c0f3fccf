package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line for each plugin that comes, changes, goes or cannot run; each thing once. */
final class DeployLog {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  private static final int SHOWN_DIGITS = 12;

  /** The last line about a file that does not run, so that it is not repeated. */
  private final Map<String, String> told = new HashMap<>();

  private boolean folderSeen;
  private boolean folderGone;

  void deployed(Generation now, Optional<Generation> before, List<CollectorStatus> collectors) {
    String what =
        before
            .map(
                old ->
                    old.artifact().digest().equals(now.artifact().digest())
                        ? "restarted " + now.artifact().label()
                        : updated(old.artifact(), now.artifact()))
            .orElse("installed " + now.artifact().label());
    LOG.info("{}: {}{}", now.artifact().file(), what, listed(collectors));
    for (CollectorStatus status : collectors) {
      if (status.state() != CollectorState.OK) {
        LOG.warn("{}: {}", status.name(), status.error().orElse("did not answer"));
      }
    }
  }

  /** Versions that are equal, as those of snapshots are, tell nothing: the bytes' digests do. */
  private static String updated(Artifact old, Artifact now) {
    boolean same = old.version().equals(now.version());
    return "updated "
        + now.label()
        + (same ? ", " + digest(now) : "")
        + " (was "
        + (same ? digest(old) : old.version())
        + ")";
  }

  private static String digest(Artifact artifact) {
    return "sha256 " + artifact.digest().substring(0, SHOWN_DIGITS) + "…";
  }

  /** Whoever copies a file over waits for a line. */
  void sameBytes(Artifact known, Artifact now) {
    if (known.file().equals(now.file()) && known.modified() != now.modified()) {
      LOG.info(
          "{}: written anew with the same bytes ({}); {} goes on",
          now.file(),
          digest(now),
          now.label());
    }
  }

  private static String listed(List<CollectorStatus> collectors) {
    return collectors.isEmpty()
        ? ""
        : collectors.stream()
            .map(CollectorStatus::name)
            .sorted()
            .collect(Collectors.joining(", ", ": ", ""));
  }

  void removed(Generation gone) {
    LOG.info("{}: removed {}", gone.artifact().file(), gone.artifact().label());
  }

  void doesNotStop(Bundle bundle, Duration limit) {
    LOG.warn(
        "{} is gone but has not stopped within {} s; its thread is left behind",
        PluginBundles.label(bundle),
        limit.toMillis() / 1000.0);
  }

  void stoppedByHand(Bundle bundle, Optional<Generation> generation, boolean stopped) {
    String file = generation.map(known -> known.artifact().file() + ": ").orElse("");
    String what = stopped ? "stopped" : "started";
    LOG.info("{}{} was {} by hand", file, PluginBundles.label(bundle), what);
  }

  void stoppedByPlugin(Generation generation, boolean stopped, Bundle plugin) {
    LOG.warn(
        "{}: {} was {} by the code of {}, which does not count: it is {} again",
        generation.artifact().file(),
        generation.artifact().label(),
        stopped ? "stopped" : "started",
        PluginBundles.label(plugin),
        stopped ? "started" : "stopped");
  }

  void stranger(Bundle bundle) {
    LOG.warn(
        "{} (bundle {}) was not installed from a file here, and is removed: what is to run has to"
            + " lie in the deploy folder",
        PluginBundles.label(bundle),
        bundle.getBundleId());
  }

  /** Tells of the files that do not run, as far as that has not been told. */
  void files(List<PluginFile> files, boolean settled) {
    told.keySet().retainAll(files.stream().map(PluginFile::file).collect(Collectors.toSet()));
    for (PluginFile file : files) {
      switch (file.state()) {
        case INVALID -> tell(file, "ignored: it " + reason(file) + kept(file));
        case REFUSED -> {
          if (settled) {
            tell(file, "refused " + label(file) + ": " + reason(file) + kept(file));
          }
        }
        case SHADOWED, DUPLICATE -> tell(file, label(file) + " is not run: " + reason(file));
        case RUNNING, STOPPED -> told.remove(file.file());
        case INCOMPLETE, DEPLOYING -> {
          // Not known yet.
        }
      }
    }
  }

  private void tell(PluginFile file, String line) {
    if (!Objects.equals(told.put(file.file(), line), line)) {
      LOG.warn("{}: {}", file.file(), line);
    }
  }

  private static String label(PluginFile file) {
    return file.symbolicName().orElse("") + " " + file.version().orElse("");
  }

  private static String reason(PluginFile file) {
    return file.reason().orElse("");
  }

  private static String kept(PluginFile file) {
    return file.runningVersion().map(version -> "; " + version + " keeps running").orElse("");
  }

  /** Tells once that the folder is gone, and once that it is back. */
  void folderThere(boolean there, Object folder) {
    folderSeen |= there;
    if (!there && !folderSeen && !folderGone) {
      LOG.warn(
          "{} is not there: nothing is deployed until it is (metricbay.deploy names the folder)",
          folder);
    } else if (!there && !folderGone) {
      LOG.warn("{} cannot be read; the plugins keep running until it is back", folder);
    } else if (there && folderGone) {
      LOG.info("{} is back", folder);
    }
    folderGone = !there;
  }
}
