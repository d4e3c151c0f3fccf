package org.metricbay.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.NetworkLinks;

/** What the kernel reports of all devices at once, as long as it is the kernel of this host. */
final class HostLinks implements AutoCloseable {
  private final NetworkLinks links = new NetworkLinks();
  private boolean isAsked;

  /** Asks unless the files are those of another host or fixtures. */
  HostLinks(KernelFiles files) {
    this.isAsked = files.sysfs().equals(Path.of("/sys"));
  }

  /** By device; nothing where it cannot be asked, as all is in the files, too. */
  Map<String, Map<String, String>> ofThisHost() {
    if (isAsked) {
      try {
        return links.read();
      } catch (IOException | UnsatisfiedLinkError notPossible) {
        // Nor will it be: in a sandbox that forbids it, or in a JVM that JNA does not know.
        isAsked = false;
      }
    }
    return Map.of();
  }

  @Override
  public void close() {
    links.close();
  }
}
