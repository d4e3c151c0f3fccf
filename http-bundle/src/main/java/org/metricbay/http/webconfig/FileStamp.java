package org.metricbay.http.webconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Cheap evidence that a file has changed. Links are followed, so the switch of one, as Kubernetes
 * does for its secrets, shows by the inode.
 *
 * @param size in bytes, -1 without a file
 * @param modified as exact as the file system has it
 * @param key device and inode, where there are such
 */
record FileStamp(long size, String modified, String key) {
  private static final FileStamp NONE = new FileStamp(-1, "", "");

  static FileStamp of(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(
          found.size(),
          found.lastModifiedTime().toInstant().toString(),
          String.valueOf(found.fileKey()));
    } catch (IOException e) {
      return NONE;
    }
  }
}
