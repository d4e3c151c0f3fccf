package org.metricbay.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Puts into one line why the framework or a bundle of the agent's own did not start. */
final class StartFailure {
  /** What the agent needs of Java; docs/deployment.md names them too. */
  static final List<String> MODULES =
      List.of(
          "java.base",
          "java.desktop",
          "java.logging",
          "java.management",
          "java.naming",
          "java.xml",
          "jdk.management",
          "jdk.unsupported");

  private StartFailure() {}

  /** A JVM with a part of Java only would fail later, in words that nobody understands. */
  static void checkModules() throws UserException {
    String missing =
        MODULES.stream()
            .filter(name -> ModuleLayer.boot().findModule(name).isEmpty())
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new UserException(
          "this Java ("
              + System.getProperty("java.home")
              + ") lacks modules: "
              + missing
              + ": take a whole JRE, or make one with jlink --add-modules "
              + String.join(",", MODULES));
    }
  }

  /** What to show of it. */
  static UserException of(Throwable problem, Path data) {
    Throwable last = problem;
    while (last.getCause() != null && last.getCause() != last) {
      last = last.getCause();
    }
    String what = last.getMessage() == null ? last.toString() : last.getMessage();
    if (last instanceof IOException) {
      return new UserException(
          "the agent cannot start in the folder "
              + data
              + " (--data): "
              + what
              + ": make room or give it the right, or name another with --data");
    }
    return new UserException("the agent cannot start: " + what + "; the log may say more");
  }
}
