package org.metricbay.soak;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What is left in place while other things are done, and undone some time later. */
final class Lingering {

  /** Takes something away again. */
  @FunctionalInterface
  interface Undo {
    void run() throws IOException, InterruptedException;
  }

  private final int most;
  private final Deque<Undo> undos = new ArrayDeque<>();

  /** At most so many things stay at once. */
  Lingering(int most) {
    this.most = most;
  }

  void add(Undo undo) throws IOException, InterruptedException {
    undos.add(undo);
    if (undos.size() > most) {
      undos.remove().run();
    }
  }

  void undoAll() throws IOException, InterruptedException {
    while (!undos.isEmpty()) {
      undos.remove().run();
    }
  }
}
