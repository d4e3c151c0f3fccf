package org.metricbay.platform;

import com.sun.jna.Native;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The host's mounts, from {@code /proc/1/mountinfo}. The kernel writes that file rather slowly, but
 * tells at once, by poll(2), whether anything was mounted, unmounted or mounted otherwise since;
 * see proc_pid_mounts(5). It does not report a file system that has become read-only by itself
 * after an error: {@link FileSystemStats#readOnly()} does. For use by one thread at a time.
 *
 * @param <T> what is made of the lines
 */
@ProviderType
public final class MountTable<T> implements AutoCloseable {
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final short POLLPRI = 2;
  private static final int EVENTS = 4;
  private static final int RETURNED_EVENTS = 6;

  private final KernelFiles files;
  private final KernelFiles.LinesUser<T> user;
  private final ByteBuffer poll = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());

  private @Nullable Path file;
  private @Nullable T read;
  private @Nullable String replaced;
  private int watched = -1;

  /** Reads it from a kernel's files; one in a fixture anew each time. */
  public MountTable(KernelFiles files, KernelFiles.LinesUser<T> user) {
    this.files = files;
    this.user = user;
  }

  /**
   * What the lines give: the same object as the last time, if nothing has changed since.
   *
   * @throws IOException if it cannot be read
   */
  public T read() throws IOException {
    T known = read;
    if (known != null && watched >= 0 && !hasChanged()) {
      return known;
    }
    try {
      known = file == null ? readFirst() : read(file);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
    read = known;
    return known;
  }

  /** Why the mounts are not those of process 1, if they are not; to be told to people. */
  public Optional<String> replaced() {
    return Optional.ofNullable(replaced);
  }

  /**
   * That of process 1. Where that is hidden from this process, as it may be from one that is not
   * root, its own is the same, but for containers: so it is told where that is not sure.
   */
  private T readFirst() throws IOException {
    Path first = files.proc("1/mountinfo");
    replaced = null;
    try {
      return readAs(first);
    } catch (FileNotFoundException e) {
      boolean isThere = isThere(first);
      if (isThere && !files.isThisHost()) {
        throw e;
      }
      close();
      T own = readAs(files.proc("self/mountinfo"));
      if (isThere || !files.isThisHost()) {
        replaced =
            "cannot be opened, so that the mounts are those that the agent itself sees: "
                + e.getMessage()
                + "; run it as root, or mount procfs without hidepid";
      }
      return own;
    }
  }

  private T readAs(Path now) throws IOException {
    T first = read(now);
    file = now;
    return first;
  }

  private static boolean isThere(Path file) throws IOException {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (AccessDeniedException e) {
      return true;
    }
  }

  /** Watched before it is read, so that no change falls between the two. */
  private T read(Path now) throws IOException {
    if (watched < 0 && files.areOwn(now) && Native.POINTER_SIZE == Long.BYTES) {
      NativeCalls.load();
      watched = LibC.open((now + "\0").getBytes(StandardCharsets.UTF_8), O_RDONLY_CLOEXEC);
    }
    return files.table(now, KernelTable.MOUNTS, user);
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
    read = null;
    file = null;
  }
}
