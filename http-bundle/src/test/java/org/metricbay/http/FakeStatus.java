package org.metricbay.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.ConfigFile;
import org.metricbay.core.deploy.FolderProblem;

/** Says what a test has put into it. */
final class FakeStatus implements AgentStatus {
  final List<ConfigFile> files = new CopyOnWriteArrayList<>();
  final List<FolderProblem> folders = new CopyOnWriteArrayList<>();

  @Override
  public List<ConfigFile> configFiles() {
    return files;
  }

  @Override
  public List<FolderProblem> folderProblems() {
    return folders;
  }

  @Override
  public void readConfiguration() {
    // They are as the test wants them.
  }
}
