package org.metricbay.host;

import sun.misc.Signal;

/**
 * What the process does at a signal. The JVM has no other interface for it than this one, of the
 * module {@code jdk.unsupported}.
 */
final class Signals {
  private Signals() {}

  /**
   * Does something, in a thread of its own, each time that the signal comes. A signal that is
   * ignored, as by {@code nohup}, stays so; where the JVM was told to leave signals alone ({@code
   * -Xrs}) or there is no such signal, nothing changes.
   */
  static void handle(String name, Runnable action) {
    try {
      Signal.handle(new Signal(name), signal -> action.run());
    } catch (IllegalArgumentException e) {
      // As it was.
      return;
    }
  }
}
