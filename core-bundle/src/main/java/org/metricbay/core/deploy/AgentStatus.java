package org.metricbay.core.deploy;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What is wrong beside plugins and their files. For use by any thread. */
@ProviderType
public interface AgentStatus {

  /** The plugins' configuration files, by name. */
  List<ConfigFile> configFiles();

  /** The folders from which nothing new is taken, as others could change them. */
  List<FolderProblem> folderProblems();

  /** Reads the configuration files now, and returns when that is done. */
  void readConfiguration();

  /** Whether every configuration file was taken and every folder is safe. */
  default boolean isGood() {
    return folderProblems().isEmpty()
        && configFiles().stream().allMatch(file -> file.problem().isEmpty());
  }
}
