package org.metricbay.core.deploy.internal;

import java.util.function.BooleanSupplier;

/**
 * Gets back the files that a plugin has left open that was removed or refused, once no more can be
 * opened: the JVM closes them when it collects the plugin's classes, which without being asked it
 * may do hours later. For use by one thread.
 */
final class LeftOpen {
  /** Something may still hold the classes the first time, such as a thread that is about to end. */
  private static final int TIMES = 3;

  private final Runnable collection;
  private final BooleanSupplier plenty;
  private boolean scarce;
  private int left;

  /**
   * Nothing is left open yet.
   *
   * @param plenty whether files can be opened now
   */
  LeftOpen(Runnable collection, BooleanSupplier plenty) {
    this.collection = collection;
    this.plenty = plenty;
  }

  /** Notes that a plugin goes, perhaps the one that is to blame. */
  void removed() {
    if (scarce) {
      left = TIMES;
    }
  }

  /**
   * Asks for a collection if that may close something. To be called now and then.
   *
   * @param loadersLeft how many class loaders of removed plugins are still in memory
   */
  void look(int loadersLeft) {
    boolean before = scarce;
    scarce = !plenty.getAsBoolean();
    if (scarce && !before) {
      left = TIMES;
    }
    if (scarce && left > 0) {
      left--;
      if (loadersLeft > 0) {
        collection.run();
      }
    }
  }
}
