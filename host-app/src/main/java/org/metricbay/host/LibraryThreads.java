package org.metricbay.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the framework and its services that never end and cannot be made anew. Looked at
 * without allocating anything.
 */
final class LibraryThreads {
  /** Of Felix; its Config Admin; its Declarative Services; its Log Service. */
  private static final Set<String> NAMES =
      Set.of(
          "FelixDispatchQueue",
          "FelixFrameworkWiring",
          "FelixStartLevel",
          "CM Configuration Updater",
          "CM Event Dispatcher",
          "SCR Component Actor");

  /** One that ends because its bundle is started again is forgotten before that. */
  private static final int TICKS = 3;

  private volatile Thread[] threads = {};
  private volatile byte[][] names = {};
  private int deadTicks;
  private byte @Nullable [] dead;

  /** Looks for them. */
  void find() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] all = new Thread[4 * root.activeCount() + 64];
    int count = root.enumerate(all);
    List<Thread> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (NAMES.contains(all[i].getName())) {
        found.add(all[i]);
      }
    }
    names =
        found.stream()
            .map(thread -> thread.getName().getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);
    threads = found.toArray(new Thread[0]);
  }

  /** Whether one has been dead for a while. */
  boolean oneHasDied() {
    Thread[] looked = threads;
    dead = null;
    for (int i = 0; i < looked.length; i++) {
      if (!looked[i].isAlive()) {
        dead = names[i];
      }
    }
    deadTicks = dead == null ? 0 : deadTicks + 1;
    return deadTicks >= TICKS;
  }

  /** The name of the one that has died. */
  byte[] theDead() {
    byte[] name = dead;
    return name == null ? new byte[0] : name;
  }
}
