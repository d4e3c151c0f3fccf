package org.metricbay.core.testlib;

/** A class whose bytes can be told from others of the same name by what it says. */
public final class Marked {
  /** Stands in the class file as it is, so that a test can put another mark of the same length. */
  public static final String MARK = "MARK-0000";

  private Marked() {}

  /** What stands in the class file that was loaded. */
  public static String mark() {
    return MARK;
  }
}
