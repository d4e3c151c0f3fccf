package org.metricbay.platform;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The host's mounts, from {@code /proc/1/mountinfo}. The kernel writes that file rather slowly, but
 * tells at once, by poll(2), whether anything was mounted, unmounted or mounted otherwise since;
 * see proc_pid_mounts(5). It does not report a file system that has become read-only by itself
 * after an error: {@link FileSystemStats#readOnly()} does. For use by one thread at a time.
 */
@ProviderType
public final class MountTable implements AutoCloseable {
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final short POLLPRI = 2;
  private static final int EVENTS = 4;
  private static final int RETURNED_EVENTS = 6;

  private final KernelFiles files;
  private final ByteBuffer poll = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());

  private @Nullable Path file;
  private @Nullable String text;
  private int watched = -1;

  /** Reads it from a kernel's files; a fixture's is read each time. */
  public MountTable(KernelFiles files) {
    this.files = files;
  }

  /**
   * The whole text of the file: the same object as the last time, if nothing has changed since.
   *
   * @throws IOException if it cannot be read
   */
  public String read() throws IOException {
    String known = text;
    if (known != null && watched >= 0 && !hasChanged()) {
      return known;
    }
    try {
      known = read(file());
    } catch (IOException e) {
      close();
      throw e;
    }
    text = known;
    return known;
  }

  /** Watched before it is read, so that no change falls between the two. */
  private String read(Path now) throws IOException {
    if (watched < 0 && files.areOwn(now) && Native.POINTER_SIZE == Long.BYTES) {
      NativeCalls.load();
      watched = LibC.open((now + "\0").getBytes(StandardCharsets.UTF_8), O_RDONLY_CLOEXEC);
    }
    return files.read(now);
  }

  /** That of process 1; where that is hidden from this one, its own is mostly the same. */
  private Path file() {
    Path known = file;
    if (known == null) {
      known = files.proc("1/mountinfo");
      try {
        files.read(known);
      } catch (IOException hidden) {
        known = files.proc("self/mountinfo");
      }
      file = known;
    }
    return known;
  }

  private boolean hasChanged() {
    poll.putInt(0, watched).putShort(EVENTS, POLLPRI).putShort(RETURNED_EVENTS, (short) 0);
    // Also if it cannot tell.
    return LibC.poll(poll.array(), 1, 0) != 0;
  }

  /** Forgets it, and watches no longer; it is read again if need be. */
  @Override
  public void close() {
    if (watched >= 0) {
      LibC.close(watched);
    }
    watched = -1;
    text = null;
    file = null;
  }
}
