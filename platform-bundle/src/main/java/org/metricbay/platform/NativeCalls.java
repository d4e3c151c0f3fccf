package org.metricbay.platform;

import java.util.function.Supplier;

/** Loads {@link LibC} once, on a thread of the host, whatever thread calls first. */
final class NativeCalls {
  private static final boolean LOADED = HostThread.call(new Loader());

  private NativeCalls() {}

  static void load() {
    if (!LOADED) {
      throw new IllegalStateException("the C library was not loaded");
    }
  }

  /** A class of its own: a lambda would wait for the class that waits for it. */
  private static final class Loader implements Supplier<Boolean> {
    @Override
    public Boolean get() {
      try {
        Class.forName(LibC.class.getName(), true, LibC.class.getClassLoader());
        return true;
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
