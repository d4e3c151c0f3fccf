package org.metricbay.soak.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;

/**
 * A Declarative Services component that does what {@code plugin.properties} in its JAR says:
 *
 * <pre>
 * soak_value{plugin="x"} 7
 * soak_seconds_total{plugin="x"} 1234.5
 * </pre>
 *
 * The value tells the version that gave it; the counter is a clock that all versions share, so that
 * it goes on over an upgrade as a kernel's does.
 */
public final class SoakPlugin implements MetricPlugin {
  /** Left behind on each thread that calls it, as careless plugins do. */
  private static final ThreadLocal<Object> LEFT_BEHIND = new ThreadLocal<>();

  private final Properties properties = new Properties();
  private int collections;

  /** Reads the properties. */
  public SoakPlugin() throws IOException {
    try (InputStream in = SoakPlugin.class.getResourceAsStream("/plugin.properties")) {
      properties.load(in);
    }
  }

  @Override
  public String name() {
    return properties.getProperty("name");
  }

  @Override
  public String description() {
    return "A plugin of the soak test.";
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    LEFT_BEHIND.set(this);
    int good = Integer.parseInt(properties.getProperty("good-collections"));
    if (collections++ >= good) {
      throw new IOException("made to fail after " + good + " collections");
    }
    return List.of(
        MetricFamily.gauge("soak_value", "The number in the JAR.")
            .sample(Double.parseDouble(properties.getProperty("value")), "plugin", name())
            .build(),
        MetricFamily.counter("soak_seconds_total", "A clock.")
            .sample(System.nanoTime() / 1e9, "plugin", name())
            .build());
  }
}
