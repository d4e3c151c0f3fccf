package org.metricbay.disk;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.metricbay.platform.BundleConfig;
import org.metricbay.platform.CollectorSettings;
import org.metricbay.platform.ConfigValues;
import org.metricbay.platform.NameFilter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * What {@code conf/metricbay.disk.cfg} says: which collectors are on, and what they leave out. The
 * defaults are node_exporter's.
 */
@Component(
    service = {},
    configurationPid = DiskSettings.PID)
public final class DiskSettings extends CollectorSettings<DiskSettings.Values> {
  static final String PID = "metricbay.disk";

  private static final Map<String, Boolean> COLLECTORS =
      Map.of("diskstats", true, "filesystem", true, "mdadm", true, "nvme", true);

  /** RAM disks, loop devices and partitions. */
  private static final String EXCLUDED_DEVICES =
      "^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$";

  private static final String EXCLUDED_MOUNT_POINTS =
      "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)";

  /** File systems that store nothing, or what another one stores; devfs is BSD's and macOS's. */
  private static final String EXCLUDED_TYPES =
      "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devfs|devpts|devtmpfs|fusectl|hugetlbfs"
          + "|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs"
          + "|squashfs|erofs|sysfs|tracefs)$";

  private static final String TIMEOUT = "filesystem.mount-timeout";
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final double LONGEST_TIMEOUT = 60;
  private static final double NANOSECONDS = 1e9;

  /** What a configuration says. */
  record Values(Predicate<String> devices, WantedMounts.Choice mounts, Duration mountTimeout) {}

  /** Takes its configuration. */
  @Activate
  public DiskSettings(Map<String, ?> properties) {
    super(new BundleConfig<>(PID, COLLECTORS, DiskSettings::read), properties);
  }

  private static Values read(ConfigValues values) {
    return new Values(
        NameFilter.read(values, "diskstats.device", EXCLUDED_DEVICES),
        new WantedMounts.Choice(
            NameFilter.read(values, "filesystem.mount-points", EXCLUDED_MOUNT_POINTS),
            NameFilter.read(values, "filesystem.fs-types", EXCLUDED_TYPES)),
        mountTimeout(values));
  }

  private static Duration mountTimeout(ConfigValues values) {
    Optional<String> given = values.text(TIMEOUT);
    double seconds = 1;
    if (given.isPresent()) {
      seconds = DECIMAL.matcher(given.get()).matches() ? Double.parseDouble(given.get()) : 0;
    }
    if (!(seconds > 0) || seconds > LONGEST_TIMEOUT) {
      throw values.wrong(TIMEOUT, "must be a number of seconds, more than 0 and at most 60");
    }
    return Duration.ofNanos((long) (seconds * NANOSECONDS));
  }

  /** Which disks {@code diskstats} tells about. */
  Predicate<String> devices() {
    return values().devices();
  }

  /** Which mounts {@code filesystem} tells about. */
  WantedMounts.Choice mounts() {
    return values().mounts();
  }

  /** How long file systems that are served are waited for. */
  Duration mountTimeout() {
    return values().mountTimeout();
  }
}
