package org.metricbay.platform;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import oshi.SystemInfo;

/**
 * OSHI's view of the host, created at first use, since that takes more than half a second, and
 * shared by all collectors. A service where there is no Linux kernel to read. For use by any
 * thread.
 */
@ProviderType
public final class OshiHost implements Supplier<SystemInfo> {
  private @Nullable SystemInfo systemInfo;

  /** OSHI's view of the host; the same object at every call. */
  @Override
  public synchronized SystemInfo get() {
    SystemInfo made = systemInfo;
    if (made == null) {
      made = HostThread.call(SystemInfo::new);
      systemInfo = made;
    }
    return made;
  }
}
