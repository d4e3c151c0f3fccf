package org.metricbay.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FileSystemStats;
import org.metricbay.platform.KernelFiles;
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
public final class FilesystemCollector implements MetricPlugin {
  private final KernelFiles files;
  private final DiskSettings settings;
  private final String rootfs;
  private final Answer.Question question;
  private final ServedMounts served;
  private final Remembered<String, List<Mount>> parsed = new Remembered<>(Mount::parse);

  /** Reads from a kernel's files, and asks that kernel about what the settings choose. */
  @Activate
  public FilesystemCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.filesystem=true)") DiskSettings settings) {
    this(files, settings, FileSystemStats::of);
  }

  FilesystemCollector(KernelFiles files, DiskSettings settings, Answer.Question question) {
    this.files = files;
    this.settings = settings;
    this.rootfs = files.rootfs().equals(files.rootfs().getRoot()) ? "" : files.rootfs().toString();
    this.question = question;
    this.served = new ServedMounts(question);
  }

  @Override
  public String name() {
    return "filesystem";
  }

  @Override
  public String description() {
    return "Size, free space and inodes of each file system.";
  }

  @Override
  public List<MetricFamily> collect() throws IOException, InterruptedException {
    Collection<Mount> mounts = mounts(parsed.of(mountinfo()), rootfs, settings);
    Map<Mount, String> ofServers = new LinkedHashMap<>();
    for (Mount mount : mounts) {
      // The way to a mount below a dead one is blocked too.
      if (mount.isServed() || ofServers.keySet().stream().anyMatch(mount::isBelow)) {
        ofServers.put(mount, path(mount));
      }
    }
    Map<String, Answer> answers =
        served.ask(List.copyOf(ofServers.values()), settings.mountTimeout());
    FilesystemFamilies families = new FilesystemFamilies();
    for (Mount mount : mounts) {
      Answer answer = answers.get(path(mount));
      add(families, mount, answer != null ? answer : Answer.to(question, path(mount)));
    }
    return families.build();
  }

  private static void add(FilesystemFamilies families, Mount mount, Answer answer) {
    Labels labels =
        FilesystemFamilies.labels(
            mount.device(), mount.mountPoint(), mount.fsType(), answer.error());
    families.addState(labels, mount.readOnly(), answer.stats().isEmpty());
    if (answer.stats().isPresent()) {
      FileSystemStats stats = answer.stats().get();
      families.addSpace(labels, stats.size(), stats.free(), stats.available());
      families.addFiles(labels, stats.files(), stats.filesFree());
      families.addMountInfo(mount);
    }
  }

  /** The host's mounts; where process 1 is hidden from this one, its own are mostly the same. */
  private String mountinfo() throws IOException {
    try {
      return files.read(files.procfs().resolve("1/mountinfo"));
    } catch (IOException hidden) {
      return files.read(files.procfs().resolve("self/mountinfo"));
    }
  }

  /** The wanted mounts. Of two at one place that look the same, the later hides the earlier. */
  static Collection<Mount> mounts(List<Mount> all, String rootfs, DiskSettings settings) {
    Map<List<String>, Mount> mounts = new LinkedHashMap<>();
    for (Mount inner : all) {
      Mount mount = inner.without(rootfs);
      if (settings.isWanted(mount.mountPoint(), mount.fsType())) {
        mounts.put(List.of(mount.device(), mount.mountPoint(), mount.fsType()), mount);
      }
    }
    return new ArrayList<>(mounts.values());
  }

  private String path(Mount mount) {
    return rootfs + mount.mountPoint();
  }

  /** Ends the threads that ask servers. */
  @Deactivate
  public void close() {
    served.close();
  }
}
