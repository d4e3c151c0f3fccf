package org.metricbay.core.testlib;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** What a plugin uses from another bundle; its value tells which version of it that is. */
public final class Lib {
  private Lib() {}

  /** The number in {@code lib.properties} beside this class's bundle. */
  public static double value() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Lib.class.getResourceAsStream("/lib.properties")) {
      properties.load(in);
    }
    return Double.parseDouble(properties.getProperty("value"));
  }
}
