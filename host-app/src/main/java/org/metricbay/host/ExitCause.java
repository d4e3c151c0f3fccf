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
 * @param foreign whether neither the agent nor a signal does
 */
record ExitCause(int status, Optional<Bundle> plugin, boolean foreign) {
  private static final Map<String, Integer> SIGNALS =
      Map.of("SIGHUP handler", 129, "SIGINT handler", 130, "SIGTERM handler", 143);

  /**
   * Finds out.
   *
   * @param main the agent's own thread, which ends with that status
   */
  static ExitCause find(Thread main, int mainStatus, BundleContext context) {
    for (Map.Entry<Thread, StackTraceElement[]> one : Thread.getAllStackTraces().entrySet()) {
      Thread thread = one.getKey();
      if (Arrays.stream(one.getValue()).anyMatch(ExitCause::isExit)) {
        Integer signal = SIGNALS.get(thread.getName());
        if (signal != null) {
          return new ExitCause(signal, Optional.empty(), false);
        }
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
