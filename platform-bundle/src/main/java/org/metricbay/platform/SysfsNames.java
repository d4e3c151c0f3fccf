package org.metricbay.platform;

import org.osgi.annotation.versioning.ProviderType;

/** Names of devices such as {@code cciss/c0d0}, which a folder in sysfs cannot have. */
@ProviderType
public final class SysfsNames {
  private SysfsNames() {}

  /** The name of a device's folder: {@code cciss!c0d0}. */
  public static String of(String device) {
    return device.indexOf('/') < 0 ? device : device.replace('/', '!');
  }

  /** The device that has a folder of this name. */
  public static String device(String folder) {
    return folder.indexOf('!') < 0 ? folder : folder.replace('!', '/');
  }
}
