package org.metricbay.core.deploy.internal;

/**
 * One entry of a JAR as it lies in the file's bytes.
 *
 * @param deflated whether it is compressed
 * @param time when it was changed, as DOS writes times
 * @param crc its checksum
 * @param size how many bytes it has when unpacked
 * @param at where its packed bytes begin
 * @param packedSize how many these are
 */
record PackedEntry(
    String name, boolean deflated, int time, int crc, int size, int at, int packedSize) {

  boolean isFolder() {
    return JarEntryName.isFolder(name);
  }

  boolean isManifest() {
    return name.equals(JarEntryName.MANIFEST);
  }

  int end() {
    return at + packedSize;
  }
}
