package org.metricbay.itest.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does not come back, or not soon. */
final class Hang {
  private Hang() {}

  /** Not even when interrupted. */
  static void forGood() {
    CountDownLatch never = new CountDownLatch(1);
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // That is what makes it a bad plugin.
      }
    }
  }

  /** As long as a file is there, beside which it makes one that tells that it waits. */
  static void whileThere(Path file) throws IOException, InterruptedException {
    if (Files.exists(file)) {
      Files.write(file.resolveSibling(file.getFileName() + ".waiting"), new byte[0]);
    }
    CountDownLatch never = new CountDownLatch(1);
    while (Files.exists(file)) {
      never.await(5, TimeUnit.MILLISECONDS);
    }
  }
}
