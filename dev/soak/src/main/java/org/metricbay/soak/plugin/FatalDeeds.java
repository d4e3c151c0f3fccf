package org.metricbay.soak.plugin;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What plugins do that the agent need not bear, but must not live on with as a zombie. */
final class FatalDeeds {
  private static final List<Object> KEPT = new ArrayList<>();

  private FatalDeeds() {}

  /**
   * Does a deed, if it is of these.
   *
   * @param deed its name, and after a space that of a bundle it is done to
   */
  static void act(String deed, BundleContext context) throws Exception {
    String[] words = deed.split(" ", 2);
    switch (words[0]) {
      case "KEEP_ARRAYS" -> keepArrays();
      case "KEEP_OBJECTS" -> keepObjects();
      case "KEEP_FILES" -> keepFiles();
      case "EXIT" -> System.exit(0);
      case "EXIT_WITH_STATUS" -> System.exit(3);
      case "STOP_FRAMEWORK" -> context.getBundle(0).stop();
      case "STOP_BUNDLE" -> named(words[1], context).stop();
      case "UNINSTALL_BUNDLE" -> named(words[1], context).uninstall();
      case "HANG_AT_EXIT" ->
          Runtime.getRuntime().addShutdownHook(new Thread(FatalDeeds::hang, "hostile-hook"));
      default -> {
        // It is not of these.
      }
    }
  }

  private static void keepArrays() {
    while (true) {
      KEPT.add(new byte[100_000]);
    }
  }

  /** To the last byte. */
  private static void keepObjects() {
    @Nullable Object[] last = {null};
    KEPT.add(last);
    while (true) {
      @Nullable Object[] next = {null};
      last[0] = next;
      last = next;
    }
  }

  private static void keepFiles() throws IOException {
    while (true) {
      KEPT.add(new FileInputStream("/dev/null"));
    }
  }

  private static Bundle named(String name, BundleContext context) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> name.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  private static void hang() {
    CountDownLatch never = new CountDownLatch(1);
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // It does not heed that.
      }
    }
  }
}
