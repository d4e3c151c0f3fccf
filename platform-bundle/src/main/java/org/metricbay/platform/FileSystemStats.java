package org.metricbay.platform;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How full a file system is.
 *
 * @param size bytes in all
 * @param free bytes not in use
 * @param available bytes not in use that ordinary users may have
 * @param files inodes in all; 0 where the file system makes them as needed
 * @param filesFree inodes not in use
 * @param readOnly whether it is mounted so that nothing can be written
 */
@ProviderType
public record FileSystemStats(
    double size, double free, double available, double files, double filesFree, boolean readOnly) {

  /** More than struct statvfs has in any C library. */
  private static final int STRUCT_SIZE = 256;

  // Where its fields are: glibc and musl agree on all 64-bit machines.
  private static final int BLOCK_SIZE = 0;
  private static final int BLOCKS = 16;
  private static final int BLOCKS_FREE = 24;
  private static final int BLOCKS_AVAILABLE = 32;
  private static final int FILES = 40;
  private static final int FILES_FREE = 48;
  private static final int FLAGS = 72;

  private static final int READ_ONLY = 1;

  private static final int TRY_AGAIN = 4;

  /** What Linux means by an error number, for those that a file system may give. */
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(1, "operation not permitted"),
          Map.entry(2, "no such file or directory"),
          Map.entry(5, "input/output error"),
          Map.entry(6, "no such device or address"),
          Map.entry(12, "cannot allocate memory"),
          Map.entry(13, "permission denied"),
          Map.entry(19, "no such device"),
          Map.entry(20, "not a directory"),
          Map.entry(38, "function not implemented"),
          Map.entry(40, "too many levels of symbolic links"),
          Map.entry(95, "operation not supported"),
          Map.entry(107, "transport endpoint is not connected"),
          Map.entry(108, "cannot send after transport endpoint shutdown"),
          Map.entry(110, "connection timed out"),
          Map.entry(111, "connection refused"),
          Map.entry(112, "host is down"),
          Map.entry(113, "no route to host"),
          Map.entry(116, "stale file handle"),
          Map.entry(121, "remote I/O error"));

  /** As {@link #ofRaw} does, of a path in UTF-8. */
  public static FileSystemStats of(String path) throws FileSystemException {
    return of(path, path.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Asks the kernel about the file system that a path lies in, which is a string whose characters
   * are bytes, since {@link java.nio.file.Path} refuses names that the locale cannot write. On a
   * network mount whose server is gone, this blocks in the kernel until the server is back, and no
   * interrupt ends it.
   *
   * @throws FileSystemException if it tells nothing; its reason is in the words of Go's library,
   *     since node_exporter shows those
   */
  public static FileSystemStats ofRaw(String path) throws FileSystemException {
    return of(path, path.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static FileSystemStats of(String path, byte[] name) throws FileSystemException {
    if (Native.POINTER_SIZE != Long.BYTES) {
      throw new FileSystemException(path, null, "not known on 32-bit machines");
    }
    NativeCalls.load();
    byte[] pathBytes = Arrays.copyOf(name, name.length + 1);
    byte[] result = new byte[STRUCT_SIZE];
    while (LibC.statvfs(pathBytes, result) != 0) {
      int error = Native.getLastError();
      if (error != TRY_AGAIN) {
        String reason = REASONS.getOrDefault(error, "errno " + error);
        throw new FileSystemException(path, null, reason);
      }
    }
    return of(ByteBuffer.wrap(result).order(ByteOrder.nativeOrder()));
  }

  private static FileSystemStats of(ByteBuffer result) {
    // The preferred block size, as in node_exporter; only some FUSE file systems have another unit.
    double blockSize = unsigned(result, BLOCK_SIZE);
    return new FileSystemStats(
        unsigned(result, BLOCKS) * blockSize,
        unsigned(result, BLOCKS_FREE) * blockSize,
        unsigned(result, BLOCKS_AVAILABLE) * blockSize,
        unsigned(result, FILES),
        unsigned(result, FILES_FREE),
        (result.getLong(FLAGS) & READ_ONLY) != 0);
  }

  private static double unsigned(ByteBuffer struct, int offset) {
    return NumberText.unsigned(struct.getLong(offset));
  }
}
