package org.metricbay.storage;

import java.util.Map;
import java.util.function.Predicate;
import org.metricbay.platform.BundleConfig;
import org.metricbay.platform.ConfigValues;
import org.metricbay.platform.NameFilter;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;

/**
 * What {@code conf/metricbay.storage.cfg} says: which collectors are on, and what they leave out.
 * The defaults are node_exporter's.
 */
@Component(
    service = {},
    configurationPid = StorageSettings.PID)
public final class StorageSettings {
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

  private final BundleConfig<Values> config =
      new BundleConfig<>(PID, COLLECTORS, StorageSettings::read);

  private record Values(boolean priorityStats, Predicate<String> infiniband) {}

  /** Without OSGi. */
  StorageSettings(Map<String, ?> properties) {
    config.update(properties);
  }

  /** Offers itself to the collectors. */
  @Activate
  public StorageSettings(BundleContext context, Map<String, Object> properties) {
    config.update(properties);
    config.register(context, StorageSettings.class, this);
  }

  @Modified
  void modify(Map<String, Object> properties) {
    config.update(properties);
  }

  @Deactivate
  void deactivate() {
    config.unregister();
  }

  /** What holds it all. */
  BundleConfig<?> config() {
    return config;
  }

  private static Values read(ConfigValues values) {
    return new Values(
        values.flag("bcache.priority-stats", false), NameFilter.read(values, "infiniband.device"));
  }

  boolean isOn(String collector) {
    return config.isOn(collector);
  }

  /** Whether bcache tells what its buckets hold, which costs the kernel a sort of them all. */
  boolean priorityStats() {
    return config.get().priorityStats();
  }

  /** Which InfiniBand devices are wanted. */
  Predicate<String> infiniband() {
    return config.get().infiniband();
  }
}
