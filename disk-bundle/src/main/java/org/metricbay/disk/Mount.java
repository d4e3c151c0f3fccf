package org.metricbay.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.metricbay.platform.FieldReader;

/**
 * A mounted file system.
 *
 * @param device what is mounted, as the kernel writes it
 * @param mountPoint where
 * @param fsType its type
 * @param major the device number's first part; empty where there is none
 * @param minor its second part
 * @param readOnly whether the mount or the file system cannot be written
 */
record Mount(
    String device, String mountPoint, String fsType, String major, String minor, boolean readOnly) {

  /** Those whose server, in the network or in a process, may not answer. */
  private static final Pattern SERVED =
      Pattern.compile(
          "nfs4?|cifs|smb2|smb3|smbfs|ncpfs|9p|virtiofs|fuse|fuseblk|fuse\\..+|ceph|glusterfs"
              + "|lustre|k?afs|coda|gfs2?|ocfs2|gpfs|beegfs|orangefs|pvfs2|davfs|panfs");

  /** Reads {@code mountinfo}; see proc_pid_mountinfo(5). */
  static List<Mount> parse(String mountinfo, FieldReader.Unreadable unreadable) {
    List<Mount> mounts = new ArrayList<>();
    new FieldReader(mountinfo).eachLine("mountinfo", line -> mounts.add(parse(line)), unreadable);
    return mounts;
  }

  private static Mount parse(FieldReader line) {
    line.skip();
    line.skip();
    String numbers = line.next();
    line.skip();
    String mountPoint = unescape(line.next());
    String options = line.next();
    while (!line.next().equals("-")) {
      // Optional fields, which tell how mounts are shared.
    }
    String fsType = line.next();
    // The device may be an empty name.
    String rest = line.rest();
    int space = rest.lastIndexOf(' ');
    String superOptions = rest.substring(space + 1);
    return new Mount(
        space < 0 ? "" : rest.substring(0, space),
        mountPoint,
        fsType,
        numbers.substring(0, numbers.indexOf(':')),
        numbers.substring(numbers.indexOf(':') + 1),
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
        plain.append((char) Integer.parseInt(text, i + 1, i + 4, 8));
        i += 3;
      } else {
        plain.append(text.charAt(i));
      }
    }
    return plain.toString();
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
