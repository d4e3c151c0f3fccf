package org.metricbay.core.deploy.internal;

import java.io.File;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Takes the JARs from FileInstall before it handles them itself: it watches, and the reconciler
 * decides. It must be there before FileInstall starts.
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class FileInstallEvents implements ArtifactInstaller {
  private final FolderDeployer deployer;

  /** Made by Declarative Services. */
  @Activate
  public FileInstallEvents(@Reference FolderDeployer deployer) {
    this.deployer = deployer;
  }

  @Override
  public boolean canHandle(File artifact) {
    return artifact.getName().endsWith(".jar");
  }

  @Override
  public void install(File artifact) {
    deployer.look();
  }

  @Override
  public void update(File artifact) {
    deployer.look();
  }

  @Override
  public void uninstall(File artifact) {
    deployer.look();
  }
}
