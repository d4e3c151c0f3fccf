package org.metricbay.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.SysfsNames;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Software RAID, from {@code /proc/mdstat} and {@code /sys/block/md*}:
 *
 * <pre>
 * node_md_disks{device="md0",state="failed"} 1
 * node_md_state{device="md0",state="recovering"} 1
 * node_md_blocks_synced{device="md0"} 1.6775552e+07
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = DiskSettings.class,
            target = "(collectors.mdadm=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "mdadm", description = "Disks, state and progress of each software RAID.")
public final class MdadmCollector implements MetricPlugin {
  /** Containers hold arrays, but no disks of their own. */
  private static final List<String> WITHOUT_DISKS = List.of("container", "imsm", "ddf");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public MdadmCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    Optional<String> mdstat = files.find(files.proc("mdstat"));
    if (mdstat.isEmpty()) {
      return List.of();
    }
    MdFamilies families = new MdFamilies();
    families.addStat(mdstat.get());
    Path folder = files.sys("block");
    for (String device : files.list(folder)) {
      if (device.startsWith("md")) {
        addArray(families, SysfsNames.device(device), folder.resolve(device).resolve("md"));
      }
    }
    return families.build();
  }

  private void addArray(MdFamilies families, String device, Path folder) {
    if (files.line(folder.resolve("array_state")).isEmpty()) {
      return;
    }
    Optional<String> level = files.line(folder.resolve("level"));
    if (level.isPresent() && !WITHOUT_DISKS.contains(level.get())) {
      disks(files.line(folder.resolve("raid_disks")).orElse(""))
          .ifPresent(disks -> families.addDisks(device, disks));
    }
    // Without the file it is one that does not work with a disk less, and so is never degraded.
    families.addDegraded(device, files.number(folder.resolve("degraded")).orElse(0));
  }

  /** While an array changes its shape, the former number follows in brackets. */
  static OptionalDouble disks(String text) {
    return FieldReader.unsigned(text.split(" ", 2)[0]);
  }
}
