package org.metricbay.core.deploy.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Takes the JARs of the watched folder from FileInstall before it handles them itself: it watches,
 * and the reconciler decides. It must be there before FileInstall starts. Other folders that
 * FileInstall watches are a container's own.
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class FileInstallEvents implements ArtifactInstaller {
  private final Path folder;
  private final Runnable look;

  /** Created by Declarative Services. */
  @Activate
  public FileInstallEvents(BundleContext context, @Reference FolderDeployer deployer) {
    this(DeploySettings.of(context).folder(), deployer::look);
  }

  FileInstallEvents(Path folder, Runnable look) {
    this.folder = folder;
    this.look = look;
  }

  @Override
  public boolean canHandle(File artifact) {
    return artifact.getName().endsWith(".jar") && isInFolder(artifact);
  }

  /** Also if one of the two paths leads there by a link. */
  private boolean isInFolder(File artifact) {
    try {
      Path parent = artifact.toPath().toAbsolutePath().getParent();
      return parent != null && (parent.equals(folder) || Files.isSameFile(parent, folder));
    } catch (IOException | InvalidPathException e) {
      // Gone, or a name that only the look by the folder's bytes can read.
      File parent = artifact.getAbsoluteFile().getParentFile();
      return folder.toFile().equals(parent);
    }
  }

  @Override
  public void install(File artifact) {
    look.run();
  }

  @Override
  public void update(File artifact) {
    look.run();
  }

  @Override
  public void uninstall(File artifact) {
    look.run();
  }
}
