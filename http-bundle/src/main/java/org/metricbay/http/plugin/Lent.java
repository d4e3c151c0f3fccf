package org.metricbay.http.plugin;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A callback that a plugin gives to the server. The server may retain it as long as the connection
 * lasts; it is revoked when the plugin is removed.
 */
final class Lent<T> {
  private final PluginCalls calls;
  private volatile @Nullable T listener;

  Lent(PluginCalls calls, T listener) {
    this.calls = calls;
    this.listener = listener;
  }

  /** What is done with it. */
  @FunctionalInterface
  interface Use<T> {
    void of(T listener) throws IOException;
  }

  /** Calls it; what it throws ends the answer. */
  void call(String what, Use<T> use) throws IOException {
    T known = listener;
    if (known == null) {
      throw new IOException("the plugin has gone");
    }
    try {
      calls.inPlugin(() -> use.of(known));
    } catch (Throwable e) {
      calls.failed(what, e);
      throw new IOException("the plugin failed");
    }
  }

  /** Tells it the last that it hears. */
  void tell(String what, Use<T> use) {
    T known = listener;
    takeBack();
    if (known != null) {
      try {
        calls.inPlugin(() -> use.of(known));
      } catch (Throwable e) {
        calls.failed(what, e);
      }
    }
  }

  void takeBack() {
    listener = null;
  }
}
