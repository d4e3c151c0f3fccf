package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.text.FileNames;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** Installs what was judged, beside all that is there. For use by any thread. */
final class Installer {
  private final BundleContext context;
  private final Path folder;
  private final boolean signedOnly;
  private final Owners owners;
  private final Removals removals;

  /**
   * Never those of another deployer, which may not have ended yet: it would get the same bundle.
   */
  private final AtomicLong installs = new AtomicLong(System.nanoTime() & Long.MAX_VALUE);

  /**
   * Has installed nothing yet.
   *
   * @param signedOnly whether to install only what a signature covers
   */
  Installer(
      BundleContext context, Path folder, boolean signedOnly, Owners owners, Removals removals) {
    this.context = context;
    this.folder = folder;
    this.signedOnly = signedOnly;
    this.owners = owners;
    this.removals = removals;
  }

  /**
   * Installs the JAR in these bytes. The location is unique, and as a URL leads to the file, so
   * that the shell's {@code update} reads it again.
   */
  Bundle install(Artifact artifact, byte[] bytes) throws BundleException, IOException {
    String storage = context.getProperty(Constants.FRAMEWORK_STORAGE);
    if (storage != null) {
      // The framework does not make it again if someone has deleted it.
      Files.createDirectories(Path.of(storage));
    }
    String location = freeLocation(artifact);
    owners.seeTo(location);
    try (InputStream jar = InstalledJar.of(bytes, signedOnly)) {
      return asJudged(context.installBundle(location, jar), artifact);
    } catch (BadJarException e) {
      throw new BundleException(e.getMessage(), BundleException.READ_ERROR, e);
    }
  }

  /** The framework reads the manifest by itself; nothing of the bundle has run yet. */
  private Bundle asJudged(Bundle bundle, Artifact artifact) throws BundleException {
    boolean same =
        artifact.symbolicName().equals(bundle.getSymbolicName())
            && artifact.version().equals(bundle.getVersion())
            && bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null;
    if (!same) {
      removals.removeNow(bundle);
      throw new BundleException(
          "the framework reads its manifest as that of "
              + BadJarException.shown(PluginBundles.label(bundle))
              + ": have a build tool (bnd, jar) write it");
    }
    return bundle;
  }

  private String freeLocation(Artifact artifact) {
    String beginning =
        FileNames.in(folder, artifact.file()).toUri()
            + "?sha256="
            + artifact.digest()
            + "&install=";
    String location = beginning + installs.incrementAndGet();
    while (context.getBundle(location) != null) {
      // What is there is from before a restart of this bundle.
      location = beginning + installs.incrementAndGet();
    }
    return location;
  }
}
