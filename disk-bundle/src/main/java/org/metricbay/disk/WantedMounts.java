package org.metricbay.disk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Labels;

/**
 * The mounts that are exposed. They change seldom, so everything that does not depend on their fill
 * level is computed once.
 *
 * @param all in the order of the kernel
 * @param mayHang the paths of those that may not answer
 */
record WantedMounts(List<Wanted> all, List<String> mayHang) {

  /**
   * One of them.
   *
   * @param path where this process finds it; its characters are bytes
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
   * @param rootfs where the root of the host is mounted, its characters bytes; "" if this process
   *     has the same
   */
  record Origin(Mount.Table table, String rootfs, Choice choice) {
    /** At each scrape: a record's own goes through method handles, slow without C2. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Origin origin
          && table == origin.table
          && rootfs.equals(origin.rootfs)
          && Objects.equals(choice, origin.choice);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(table);
    }
  }

  static Labels labels(Mount mount, String error) {
    return FilesystemFamilies.labels(mount.device(), mount.shownPoint(), mount.fsType(), error);
  }

  static WantedMounts of(Origin origin) {
    List<Wanted> all = new ArrayList<>();
    List<Mount> mayHang = new ArrayList<>();
    for (Mount mount : chosen(origin)) {
      // The way to a mount below a dead one is blocked too.
      if (mount.isServed() || mayHang.stream().anyMatch(mount::isBelow)) {
        mayHang.add(mount);
      }
      String path = origin.rootfs() + mount.mountPoint();
      all.add(new Wanted(mount, path, labels(mount, "")));
    }
    return new WantedMounts(
        all, mayHang.stream().map(mount -> origin.rootfs() + mount.mountPoint()).toList());
  }

  /** Of two at one place that look the same, the later hides the earlier. */
  private static List<Mount> chosen(Origin origin) {
    Map<List<String>, Mount> mounts = new LinkedHashMap<>();
    for (Mount inner : origin.table().mounts()) {
      Mount mount = inner.without(origin.rootfs());
      String shown = mount.shownPoint();
      if (origin.choice().wants(shown, mount.fsType())) {
        mounts.put(List.of(mount.device(), shown, mount.fsType()), mount);
      }
    }
    return List.copyOf(mounts.values());
  }
}
