package org.metricbay.platform;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The C library that the JVM itself is bound to. Loaded at the first use, which takes JNA tens of
 * milliseconds: never on the way to a running agent. Arguments are arrays, as for strings and JNA's
 * own memory JNA would start a cleaner thread from the caller's.
 */
final class LibC {
  static {
    Native.register(LibC.class, NativeLibrary.getProcess());
  }

  private LibC() {}

  /**
   * Asks for the state of a file system; see statvfs(3). Returns 0, or -1 with the reason in {@link
   * Native#getLastError()}.
   *
   * @param path ends in a zero
   */
  static native int statvfs(byte[] path, byte[] result);

  /**
   * Asks for the state of the kernel's clock, and sets it if told; see adjtimex(2). Returns the
   * state, or -1 with the reason in {@link Native#getLastError()}.
   *
   * @param timex all zeros, so as to set nothing
   */
  static native int adjtimex(byte[] timex);

  /** Not to wait for what is to be received. */
  static final int MSG_DONTWAIT = 0x40;

  /** Makes a socket; see socket(2). Returns -1 with the reason in {@link Native#getLastError()}. */
  static native int socket(int domain, int type, int protocol);

  /** Sends bytes, of which it returns how many; see send(2). For 64-bit machines. */
  static native long send(int socket, byte[] bytes, long length, int flags);

  /** Receives bytes, of which it returns how many; see recv(2). For 64-bit machines. */
  static native long recv(int socket, byte[] bytes, long length, int flags);

  /**
   * Opens a file; see open(2). Returns -1 with the reason in {@link Native#getLastError()}.
   *
   * @param path ends in a zero
   */
  static native int open(byte[] path, int flags);

  /**
   * Tells what has happened to files; see poll(2). Returns to how many something has, or -1.
   *
   * @param files structures of 8 bytes each
   */
  static native int poll(byte[] files, long count, int timeout);

  /** Closes a file or a socket; see close(2). */
  static native int close(int socket);
}
