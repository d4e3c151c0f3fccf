package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What tells a file's content from another without reading it, where the system offers it. */
record Fingerprint(
    String fileKey,
    FileTime modified,
    FileTime changed,
    long size,
    boolean anyoneMayWrite,
    int owner,
    boolean isFile,
    boolean isLink) {
  /** Tells files' fingerprints. */
  @FunctionalInterface
  interface Source {
    Fingerprint of(Path file, LinkOption... options) throws IOException;
  }

  private static final int OTHERS_WRITE = 0002;

  /** One by one: with all of them would come the owner, whose name is looked up in two files. */
  private static final String ON_UNIX =
      "unix:fileKey,lastModifiedTime,ctime,size,mode,uid,isRegularFile,isSymbolicLink";

  private static final FileTime NEVER = FileTime.fromMillis(0);

  /** How long a clock of a file system that counts in fractions of a second may stand still. */
  private static final Duration FINE_TICK = Duration.ofMillis(100);

  /** FAT counts in steps of two seconds, ext3 and others in whole ones. */
  private static final Duration COARSE_TICK = Duration.ofMillis(2100);

  static Fingerprint of(Path file, LinkOption... options) throws IOException {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    Map<String, Object> attributes =
        Files.readAttributes(file, unix ? ON_UNIX : "basic:*", options);
    return new Fingerprint(
        String.valueOf(attributes.get("fileKey")),
        (FileTime) attributes.getOrDefault("lastModifiedTime", NEVER),
        (FileTime) attributes.getOrDefault("ctime", NEVER),
        ((Number) attributes.getOrDefault("size", 0L)).longValue(),
        (((Number) attributes.getOrDefault("mode", 0)).intValue() & OTHERS_WRITE) != 0,
        ((Number) attributes.getOrDefault("uid", 0)).intValue(),
        Boolean.TRUE.equals(attributes.get("isRegularFile")),
        Boolean.TRUE.equals(attributes.get("isSymbolicLink")));
  }

  /** Written out, as the JVM takes milliseconds for making a record's own comparison. */
  boolean isSameAs(Fingerprint other) {
    return size == other.size
        && anyoneMayWrite == other.anyoneMayWrite
        && owner == other.owner
        && isFile == other.isFile
        && fileKey.equals(other.fileKey)
        && modified.equals(other.modified)
        && changed.equals(other.changed);
  }

  /**
   * For how long after it was first seen another content may come with the same fingerprint. Two
   * times without a fraction are hardly chance: the file system writes none.
   */
  Duration tick() {
    return isWhole(modified) && isWhole(changed) ? COARSE_TICK : FINE_TICK;
  }

  private static boolean isWhole(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS) % 1_000_000_000 == 0;
  }
}
