package org.metricbay.disk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;

/**
 * A mounted file system.
 *
 * @param device what is mounted, as the kernel writes it
 * @param mountPoint where; its characters are bytes, as names need not be UTF-8
 * @param fsType its type
 * @param major the device number's first part; empty where there is none
 * @param minor its second part
 * @param readOnly whether the mount or the file system cannot be written
 */
record Mount(
    String device, String mountPoint, String fsType, String major, String minor, boolean readOnly) {

  private static final Pattern NUMBERS = Pattern.compile("(\\d+):(\\d+)");

  /** Those whose server, in the network or in a process, may not answer. */
  private static final Pattern SERVED =
      Pattern.compile(
          "nfs4?|cifs|smb2|smb3|smbfs|ncpfs|9p|virtiofs|fuse|fuseblk|fuse\\..+|ceph|glusterfs"
              + "|lustre|k?afs|coda|gfs2?|ocfs2|gpfs|beegfs|orangefs|pvfs2|davfs|panfs");

  /** All of them, as they were at one reading, which is the same object until they change. */
  static final class Table {
    private final List<Mount> mounts = new ArrayList<>();
    private final List<MetricFamily> unusable = new ArrayList<>(0);

    List<Mount> mounts() {
      return mounts;
    }

    /** Tells of lines that are none. */
    List<MetricFamily> unusable() {
      return unusable;
    }
  }

  /** Reads {@code mountinfo}; see proc_pid_mountinfo(5). */
  static Table parse(FieldReader lines) {
    Table table = new Table();
    lines.eachLine(
        "mountinfo",
        line -> table.mounts.add(parseOne(line)),
        (what, why) -> table.unusable.add(MetricFamily.unusable(what, why)));
    return table;
  }

  private static Mount parseOne(FieldReader line) {
    line.skip();
    line.skip();
    Matcher numbers = NUMBERS.matcher(line.next());
    line.skip();
    String mountPoint = unescape(line.nextRaw());
    String options = line.next();
    while (!line.next().equals("-")) {
      // Optional fields, which tell how mounts are shared.
    }
    String fsType = line.next();
    // Of the rest, only the device has no blanks, but it may be an empty name.
    line.until(' ');
    String device = line.until(' ');
    String superOptions = line.rest();
    if (!numbers.matches() || superOptions.isEmpty()) {
      throw new IllegalArgumentException("it is no mount, or only a part of it");
    }
    return new Mount(
        device,
        mountPoint,
        fsType,
        numbers.group(1),
        numbers.group(2),
        has(options, "ro") || has(superOptions, "ro") || has(superOptions, "emergency_ro"));
  }

  static boolean has(String options, String option) {
    return ("," + options + ",").contains("," + option + ",");
  }

  /** Undoes {@code \040} and the like, in which the kernel writes blanks and backslashes. */
  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 3 < text.length()) {
        plain.append((char) (Integer.parseInt(text, i + 1, i + 4, 8) & 0xff));
        i += 3;
      } else {
        plain.append(text.charAt(i));
      }
    }
    return plain.toString();
  }

  /** The mount point for people: what is no UTF-8 is U+FFFD. */
  String shownPoint() {
    return new String(mountPoint.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Whether asking about it may take for ever. */
  boolean isServed() {
    return SERVED.matcher(fsType).matches();
  }

  boolean isBelow(Mount other) {
    return mountPoint.startsWith(other.mountPoint + "/");
  }

  /**
   * The same mount as the host sees it, whose root is mounted at a folder here; "" if it is not.
   */
  Mount without(String rootfs) {
    boolean below = mountPoint.equals(rootfs) || mountPoint.startsWith(rootfs + "/");
    if (!below || rootfs.isEmpty()) {
      return this;
    }
    String stripped = mountPoint.substring(rootfs.length());
    return new Mount(device, stripped.isEmpty() ? "/" : stripped, fsType, major, minor, readOnly);
  }
}
