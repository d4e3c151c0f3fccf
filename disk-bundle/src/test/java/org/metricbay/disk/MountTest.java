package org.metricbay.disk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.metricbay.platform.FieldReader;

class MountTest {
  private static Mount mount(String mountPoint, String fsType) {
    return new Mount("dev", mountPoint, fsType, "0", "1", false);
  }

  @Test
  void readsMountinfo() {
    String mountinfo =
        """
        21 26 0:20 / / rw,relatime - ext4 /dev/vda rw,errors=remount-ro
        27 26 8:1 / /a\\040b\\134c ro,nosuid shared:1 master:2 - xfs /dev/sd\\040a rw
        28 26 0:5 / /t rw - tmpfs  rw,emergency_ro
        """;
    assertThat(Mount.parse(new FieldReader(mountinfo)).mounts())
        .containsExactly(
            new Mount("/dev/vda", "/", "ext4", "0", "20", false),
            new Mount("/dev/sd\\040a", "/a b\\c", "xfs", "8", "1", true),
            new Mount("", "/t", "tmpfs", "0", "5", true));
  }

  @Test
  void readsOptionsWithBlanksAndNoDevice() {
    String mountinfo =
        """
        31 21 0:23 / /d rw - cifs //foo/BLA\\040BLA/ ro,unc=\\\\foo\\BLA BLA BLA,rw
        32 21 0:24 / /e rw - tmpfs  rw,note=a b
        33 21 0:25 / /f rw - tmpfs none
        34 21 025 / /g rw - tmpfs none rw
        """;
    Mount.Table table = Mount.parse(new FieldReader(mountinfo));
    assertThat(table.mounts())
        .containsExactly(
            new Mount("//foo/BLA\\040BLA/", "/d", "cifs", "0", "23", true),
            new Mount("", "/e", "tmpfs", "0", "24", false));
    assertThat(table.unusable()).hasSize(2);
  }

  @Test
  void knowsWhatMayNotAnswer() {
    for (String type : new String[] {"nfs", "nfs4", "cifs", "fuse", "fuse.sshfs", "9p", "ceph"}) {
      assertThat(mount("/x", type).isServed()).as(type).isTrue();
    }
    for (String type : new String[] {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "vfat"}) {
      assertThat(mount("/x", type).isServed()).as(type).isFalse();
    }
    assertThat(mount("/nas/disk", "ext4").isBelow(mount("/nas", "nfs"))).isTrue();
    assertThat(mount("/nas2", "ext4").isBelow(mount("/nas", "nfs"))).isFalse();
  }

  @Test
  void showsTheHostsPaths() {
    assertThat(mount("/host", "xfs").without("/host").mountPoint()).isEqualTo("/");
    assertThat(mount("/host/data", "xfs").without("/host").mountPoint()).isEqualTo("/data");
    assertThat(mount("/hosts", "xfs").without("/host").mountPoint()).isEqualTo("/hosts");
    assertThat(mount("/data", "xfs").without("").mountPoint()).isEqualTo("/data");
  }
}
