package org.metricbay.host;

import org.jspecify.annotations.Nullable;
import org.metricbay.text.Shown;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports threads that an exception has ended, and whose they were. */
final class DeadThreads implements Thread.UncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay");

  private volatile Thread.@Nullable UncaughtExceptionHandler suspects;

  /** Has the one told too that looks for who is at fault. */
  void tell(Thread.UncaughtExceptionHandler handler) {
    suspects = handler;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable problem) {
    Thread.UncaughtExceptionHandler asked = suspects;
    if (asked != null) {
      asked.uncaughtException(thread, problem); // First, as it needs no memory.
    }
    String owner = Culprit.of(thread).map(DeadThreads::of).orElse("");
    String name = Shown.escaped(thread.getName(), "");
    LOG.error("thread {}{} has died: {}", name, owner, Shown.oneLine(problem.toString()));
    LOG.debug("where it died", problem);
  }

  private static String of(Bundle plugin) {
    return " of " + plugin.getSymbolicName() + " " + plugin.getVersion();
  }
}
