package org.metricbay.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metricbay.api.Collector;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FileSystemStats;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.MountTable;
import org.metricbay.platform.RawPaths;
import org.metricbay.platform.Remembered;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * How full file systems are, from {@code /proc/1/mountinfo} and statvfs(3):
 *
 * <pre>
 * node_filesystem_size_bytes{device="/dev/sda1",device_error="",fstype="ext4",mountpoint="/"} 5e+11
 * node_filesystem_readonly{device="/dev/sda1",device_error="",fstype="ext4",mountpoint="/"} 0
 * node_filesystem_device_error{device="nas:/",device_error="mountpoint timeout",…} 1
 * </pre>
 *
 * <p>A dead network mount costs one scrape the time {@code filesystem.mount-timeout}, and its own
 * metrics until it is back.
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "filesystem", description = "Size, free space and inodes of each file system.")
public final class FilesystemCollector implements MetricPlugin {
  private final MountTable<Mount.Table> table;
  private final DiskSettings settings;
  private final String rootfs;
  private final Answer.Question question;
  private final ServedMounts served;
  private final FilesystemFamilies families = new FilesystemFamilies();
  private final Remembered<WantedMounts.Origin, WantedMounts> wanted =
      new Remembered<>(WantedMounts::of);

  /** Reads from a kernel's files, and asks that kernel about what the settings choose. */
  @Activate
  public FilesystemCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.filesystem=true)") DiskSettings settings) {
    this(files, settings, FileSystemStats::ofRaw);
  }

  FilesystemCollector(KernelFiles files, DiskSettings settings, Answer.Question question) {
    this.table = new MountTable<>(files, Mount::parse);
    this.settings = settings;
    this.rootfs =
        files.rootfs().equals(files.rootfs().getRoot()) ? "" : RawPaths.of(files.rootfs());
    this.question = question;
    this.served = new ServedMounts(question);
  }

  @Override
  public List<MetricFamily> collect() throws IOException, InterruptedException {
    Mount.Table read = table.read();
    WantedMounts mounts = wanted.of(new WantedMounts.Origin(read, rootfs, settings.mounts()));
    Map<String, Answer> answers = served.ask(mounts.mayHang(), settings.mountTimeout());
    families.begin();
    for (WantedMounts.Wanted mount : mounts.all()) {
      Answer answer = answers.get(mount.path());
      add(mount, answer != null ? answer : Answer.to(question, mount.path()));
    }
    List<MetricFamily> all = families.build();
    Optional<String> replaced = table.replaced();
    if (read.unusable().isEmpty() && replaced.isEmpty()) {
      return all;
    }
    List<MetricFamily> more = new ArrayList<>(all);
    more.addAll(read.unusable());
    replaced.ifPresent(why -> more.add(MetricFamily.unusable("1/mountinfo", why)));
    return more;
  }

  private void add(WantedMounts.Wanted wanted, Answer answer) {
    Mount mount = wanted.mount();
    Labels labels =
        answer.error().isEmpty() ? wanted.labels() : WantedMounts.labels(mount, answer.error());
    boolean hasBecomeReadOnly = answer.stats().isPresent() && answer.stats().get().readOnly();
    families.addState(labels, mount.readOnly() || hasBecomeReadOnly, answer.stats().isEmpty());
    if (answer.stats().isPresent()) {
      FileSystemStats stats = answer.stats().get();
      families.addSpace(labels, stats.size(), stats.free(), stats.available());
      families.addFiles(labels, stats.files(), stats.filesFree());
      families.addMountInfo(mount);
    }
  }

  /** Ends the threads that ask servers, and closes what it has kept open. */
  @Deactivate
  public void close() {
    served.close();
    table.close();
  }
}
