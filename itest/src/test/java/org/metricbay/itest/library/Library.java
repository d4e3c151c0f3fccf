package org.metricbay.itest.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Gives the number in its own JAR. */
public final class Library {
  private Library() {}

  /** The number. */
  public static double value() throws IOException {
    try (InputStream in = Library.class.getResourceAsStream("/value.txt")) {
      return in == null
          ? Double.NaN
          : Double.parseDouble(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
