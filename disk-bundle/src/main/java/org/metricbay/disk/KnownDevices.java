package org.metricbay.disk;

import java.util.List;
import org.metricbay.api.MetricFamily;

/**
 * Caches the families of the last scrape's devices, valid while devices and properties are the
 * same. For use by one thread at a time.
 */
final class KnownDevices {
  private List<UdevFamilies.Device> known = List.of();
  private List<MetricFamily> families = UdevFamilies.of(known);

  /** The families of these. */
  List<MetricFamily> families(List<UdevFamilies.Device> devices) {
    if (!areKnown(devices)) {
      known = devices;
      families = UdevFamilies.of(devices);
    }
    return families;
  }

  private boolean areKnown(List<UdevFamilies.Device> devices) {
    if (devices.size() != known.size()) {
      return false;
    }
    for (int i = 0; i < known.size(); i++) {
      if (!devices.get(i).isSameAs(known.get(i))) {
        return false;
      }
    }
    return true;
  }
}
