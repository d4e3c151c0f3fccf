package org.metricbay.platform;

import java.util.function.Supplier;

/** Tells of the lines of one file that could not be read, each once. */
final class UnreadableLines {
  /** Whoever has more such lines has one fault in all of them. */
  private static final int MOST_TOLD = 100;

  private int count;

  /** One more could not be read; its name is asked for only if it is told. */
  void tell(
      Supplier<String> line, String file, RuntimeException why, FieldReader.Unreadable listener) {
    count++;
    if (count < MOST_TOLD) {
      listener.tell(line.get() + " of " + file, "cannot be read: " + why.getMessage());
    } else if (count == MOST_TOLD) {
      listener.tell("more lines of " + file, "cannot be read, either");
    }
  }
}
