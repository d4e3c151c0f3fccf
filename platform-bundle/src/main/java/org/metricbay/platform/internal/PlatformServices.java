package org.metricbay.platform.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.OpenFiles;
import org.metricbay.platform.OshiHost;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Registers {@link KernelFiles} where there is a Linux kernel, or where {@code metricbay.procfs}
 * names a tree to read in its place, and {@link OshiHost} elsewhere or where {@code
 * metricbay.source=oshi} asks for it.
 */
@Component(
    service = {},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class PlatformServices {
  private final OpenFiles openFiles;
  private final ServiceRegistration<?> registration;

  /** Decides by the framework's properties and by what is in the file system. */
  @Activate
  public PlatformServices(BundleContext context) {
    KernelFiles here = KernelFiles.ofThisHost();
    Path procfs = path(context, "procfs", here.procfs());
    Path sysfs = path(context, "sysfs", here.sysfs());
    openFiles = new OpenFiles(procfs, sysfs);
    KernelFiles files =
        new KernelFiles(
            procfs,
            sysfs,
            path(context, "udevdata", here.udevData()),
            path(context, "rootfs", here.rootfs()),
            openFiles);
    boolean linux = Files.isReadable(procfs.resolve("stat"));
    if (linux && !"oshi".equals(context.getProperty("metricbay.source"))) {
      registration = context.registerService(KernelFiles.class, files, null);
    } else {
      registration = context.registerService(OshiHost.class, new OshiHost(), null);
    }
  }

  private static Path path(BundleContext context, String name, Path usual) {
    return Optional.ofNullable(context.getProperty("metricbay." + name))
        .map(Path::of)
        .orElse(usual);
  }

  /** Takes the service back. */
  @Deactivate
  public void deactivate() {
    registration.unregister();
    openFiles.close();
  }
}
