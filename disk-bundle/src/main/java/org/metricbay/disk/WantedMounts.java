package org.metricbay.disk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;

/**
 * The mounts that are exposed. They change seldom, so everything that does not depend on their fill
 * level is computed once.
 *
 * @param all in the order of the kernel
 * @param mayHang the paths of those that may not answer
 */
record WantedMounts(List<Wanted> all, List<String> mayHang, List<MetricFamily> unusable) {

  /**
   * One of them.
   *
   * @param path where this process finds it
   * @param labels if nothing is wrong with it
   */
  record Wanted(Mount mount, String path, Labels labels) {}

  /** Which mounts the configuration wants. */
  record Choice(Predicate<String> mountPoints, Predicate<String> types) {
    boolean wants(String mountPoint, String fsType) {
      return mountPoints.test(mountPoint) && types.test(fsType);
    }
  }

  /**
   * What they are chosen from.
   *
   * @param rootfs where the root of the host is mounted; "" if this process has the same
   */
  record Origin(String mountinfo, String rootfs, Choice choice) {
    /** At each scrape: a record's own goes through method handles, slow without C2. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Origin origin
          && mountinfo.equals(origin.mountinfo)
          && rootfs.equals(origin.rootfs)
          && Objects.equals(choice, origin.choice);
    }

    @Override
    public int hashCode() {
      return mountinfo.hashCode();
    }
  }

  static Labels labels(Mount mount, String error) {
    return FilesystemFamilies.labels(mount.device(), mount.mountPoint(), mount.fsType(), error);
  }

  static WantedMounts of(Origin origin) {
    List<Wanted> all = new ArrayList<>();
    List<Mount> mayHang = new ArrayList<>();
    List<MetricFamily> unusable = new ArrayList<>(0);
    for (Mount mount : chosen(origin, unusable)) {
      // The way to a mount below a dead one is blocked too.
      if (mount.isServed() || mayHang.stream().anyMatch(mount::isBelow)) {
        mayHang.add(mount);
      }
      String path = origin.rootfs() + mount.mountPoint();
      all.add(new Wanted(mount, path, labels(mount, "")));
    }
    return new WantedMounts(
        all,
        mayHang.stream().map(mount -> origin.rootfs() + mount.mountPoint()).toList(),
        unusable);
  }

  /** Of two at one place that look the same, the later hides the earlier. */
  private static List<Mount> chosen(Origin origin, List<MetricFamily> unusable) {
    Map<List<String>, Mount> mounts = new LinkedHashMap<>();
    for (Mount inner :
        Mount.parse(
            origin.mountinfo(), (what, why) -> unusable.add(MetricFamily.unusable(what, why)))) {
      Mount mount = inner.without(origin.rootfs());
      if (origin.choice().wants(mount.mountPoint(), mount.fsType())) {
        mounts.put(List.of(mount.device(), mount.mountPoint(), mount.fsType()), mount);
      }
    }
    return List.copyOf(mounts.values());
  }
}
