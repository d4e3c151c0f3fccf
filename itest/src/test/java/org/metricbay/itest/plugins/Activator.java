package org.metricbay.itest.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricPlugin;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Registers one {@link ConfiguredPlugin} for each name in the property {@code collectors}. */
public final class Activator implements BundleActivator {
  private Properties properties = new Properties();
  private @Nullable ServerSocket socket;

  @Override
  public void start(BundleContext context) throws Exception {
    properties = read();
    switch (properties.getProperty("start", "well")) {
      case "throw" -> throw new IllegalStateException("made to fail in start");
      case "error" -> throw new AssertionError("made to fail in start");
      case "hang" -> new CountDownLatch(1).await();
      case "hang-hard" -> Hang.forGood();
      case "wait" -> Hang.whileThere(Path.of(properties.getProperty("wait-for", "")));
      default -> {
        // Goes on.
      }
    }
    String victims = properties.getProperty("stops", "");
    for (Bundle bundle : context.getBundles()) {
      if (List.of(victims.split(",", -1)).contains(bundle.getSymbolicName())) {
        bundle.stop();
      }
    }
    String port = properties.getProperty("bind");
    if (port != null) {
      socket = new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress());
    }
    for (String name : properties.getProperty("collectors", "").split(",", -1)) {
      if (!name.isEmpty()) {
        context.registerService(
            MetricPlugin.class, new ConfiguredPlugin(name, properties, context), null);
      }
    }
  }

  @Override
  public void stop(BundleContext context) throws Exception {
    if (socket != null) {
      socket.close();
    }
    switch (properties.getProperty("stop", "well")) {
      case "throw" -> throw new IllegalStateException("made to fail in stop");
      case "hang" -> new CountDownLatch(1).await();
      case "hang-hard" -> Hang.forGood();
      default -> {
        // Is over.
      }
    }
  }

  private static Properties read() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Activator.class.getResourceAsStream("/plugin.properties")) {
      if (in != null) {
        properties.load(in);
      }
    }
    return properties;
  }
}
