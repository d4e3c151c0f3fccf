package org.metricbay.core.deploy.internal;

/**
 * Gets back the files that a removed plugin has left open, once no more could be opened: the JVM
 * closes them when it collects the plugin's classes, which without being asked it may do hours
 * later. For use by one thread.
 */
final class LeftOpen {
  /** Something may still hold the classes the first time, such as a thread that is about to end. */
  private static final int TIMES = 3;

  private final Runnable collection;
  private boolean scarce;
  private int left;

  /** Nothing is left open yet. */
  LeftOpen(Runnable collection) {
    this.collection = collection;
  }

  /** Notes that no file can be opened now. */
  void scarce() {
    scarce = true;
  }

  /** Notes that a plugin goes, perhaps the one that is to blame. */
  void removed() {
    if (scarce) {
      scarce = false;
      left = TIMES;
    }
  }

  /**
   * Asks for a collection if that may close something. To be called now and then.
   *
   * @param loadersLeft how many class loaders of removed plugins are still in memory
   */
  void look(int loadersLeft) {
    if (left > 0) {
      left--;
      if (loadersLeft > 0) {
        collection.run();
      }
    }
  }
}
