package org.metricbay.platform;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Map;

/**
 * The C library that the JVM itself is bound to. Loaded at the first use, which takes JNA tens of
 * milliseconds: never on the way to a running agent.
 */
final class LibC {
  static {
    Native.register(
        LibC.class, NativeLibrary.getProcess(Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
  }

  private LibC() {}

  /**
   * Asks for the state of a file system; see statvfs(3). Returns 0, or -1 with the reason in {@link
   * Native#getLastError()}.
   */
  static native int statvfs(String path, Pointer result);
}
