package org.metricbay.host;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Who ends the process, as its shutdown hooks see it.
 *
 * @param status the status with which it ends
 * @param plugin the plugin that ends it, where it can be told
 * @param foreign whether neither the agent nor a signal does; signals are {@link Ending}'s
 */
record ExitCause(int status, Optional<Bundle> plugin, boolean foreign) {
  /** A signal does, as asked. */
  static final ExitCause ASKED = new ExitCause(0, Optional.empty(), false);

  /**
   * Finds out.
   *
   * @param main the agent's own thread, which ends with that status
   */
  static ExitCause find(Thread main, int mainStatus, BundleContext context) {
    for (Map.Entry<Thread, StackTraceElement[]> one : Thread.getAllStackTraces().entrySet()) {
      Thread thread = one.getKey();
      if (Arrays.stream(one.getValue()).anyMatch(ExitCause::isExit)) {
        if (!thread.equals(main)) {
          return new ExitCause(Watchdog.STATUS, Culprit.of(thread, one.getValue(), context), true);
        }
      }
    }
    return new ExitCause(mainStatus, Optional.empty(), false);
  }

  private static boolean isExit(StackTraceElement frame) {
    return frame.getClassName().equals("java.lang.Shutdown")
        && frame.getMethodName().equals("exit");
  }
}
