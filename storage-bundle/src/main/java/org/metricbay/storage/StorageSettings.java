package org.metricbay.storage;

import java.util.Map;
import java.util.function.Predicate;
import org.metricbay.platform.BundleConfig;
import org.metricbay.platform.CollectorSettings;
import org.metricbay.platform.ConfigValues;
import org.metricbay.platform.NameFilter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * What {@code conf/metricbay.storage.cfg} says: which collectors are on, and what they leave out.
 * The defaults are node_exporter's.
 */
@Component(
    service = {},
    configurationPid = StorageSettings.PID)
public final class StorageSettings extends CollectorSettings<StorageSettings.Values> {
  static final String PID = "metricbay.storage";

  private static final Map<String, Boolean> COLLECTORS =
      Map.of(
          "zfs", true,
          "xfs", true,
          "nfs", true,
          "nfsd", true,
          "btrfs", true,
          "bcache", true,
          "bcachefs", true,
          "infiniband", true,
          "fibrechannel", true);

  /** What a configuration says. */
  record Values(boolean priorityStats, Predicate<String> infiniband) {}

  /** Takes its configuration. */
  @Activate
  public StorageSettings(Map<String, ?> properties) {
    super(new BundleConfig<>(PID, COLLECTORS, StorageSettings::read), properties);
  }

  private static Values read(ConfigValues values) {
    return new Values(
        values.flag("bcache.priority-stats", false), NameFilter.read(values, "infiniband.device"));
  }

  /** Whether bcache tells what its buckets hold, which costs the kernel a sort of them all. */
  boolean priorityStats() {
    return values().priorityStats();
  }

  /** Which InfiniBand devices are wanted. */
  Predicate<String> infiniband() {
    return values().infiniband();
  }
}
