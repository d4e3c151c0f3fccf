package org.metricbay.core.testplugin;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.core.testlib.Lib;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;

/**
 * A bundle that does what its {@code plugin.properties} says: it registers a collector for each
 * name, and behaves or misbehaves in {@code start}, {@code stop} and {@code collect}. Tests reach
 * it through objects of JDK types in the system properties.
 */
public final class TestPlugin implements BundleActivator {
  private final Properties settings = new Properties();

  /** Whether a bundle that it was told to look for was active when it started. */
  private boolean saw;

  @Override
  public void start(BundleContext context) throws Exception {
    try (InputStream in = TestPlugin.class.getResourceAsStream("/plugin.properties")) {
      settings.load(in);
    }
    tell("start " + settings.getProperty("value"));
    String value = settings.getProperty("value");
    behave(
        System.getProperty("metricbay.test.start." + value, settings.getProperty("start", "well")));
    String installed = settings.getProperty("installs");
    if (installed != null) {
      context.installBundle(installed).start();
    }
    stopOthers(context);
    for (Bundle bundle : context.getBundles()) {
      saw |=
          bundle.getState() == Bundle.ACTIVE
              && bundle.getSymbolicName().equals(settings.getProperty("sees"));
    }
    Dictionary<String, Object> none = FrameworkUtil.asDictionary(Map.of());
    for (String name : settings.getProperty("names", "demo").split(",", -1)) {
      if (!name.isEmpty()) {
        context.registerService(MetricPlugin.class, new Collector(name), none);
      }
    }
  }

  @Override
  public void stop(BundleContext context) throws Exception {
    behave(settings.getProperty("stop", "well"));
    tell("stop " + settings.getProperty("value"));
  }

  /** Stops what another plugin may have to do with. */
  private void stopOthers(BundleContext context) throws BundleException {
    String victim = settings.getProperty("stops");
    for (Bundle bundle : context.getBundles()) {
      if (victim != null && victim.equals(bundle.getSymbolicName())) {
        bundle.stop();
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static void tell(String event) {
    Object events = System.getProperties().get("metricbay.test.events");
    if (events != null) {
      ((Queue<String>) events).add(event);
    }
  }

  private static void behave(String how) throws Exception {
    switch (how) {
      case "throw" -> throw new IOException("told to throw");
      case "overflow" -> behave(how);
      case "hang" -> {
        CountDownLatch release = release();
        while (release.getCount() > 0) {
          try {
            release.await();
          } catch (InterruptedException e) {
            // The worst kind: it does not listen.
          }
        }
      }
      case "wait" -> release().await();
      case "thread" -> {
        Thread left = new Thread(() -> behaveQuietly("hang"), "left-behind");
        left.setDaemon(true);
        left.start();
      }
      default -> {
        // Well.
      }
    }
  }

  /** What all that hang wait for. */
  private static CountDownLatch release() {
    return (CountDownLatch)
        Objects.requireNonNull(System.getProperties().get("metricbay.test.release"));
  }

  private static void behaveQuietly(String how) {
    try {
      behave(how);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Collector implements MetricPlugin {
    private final String name;

    Collector(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    private double value() throws IOException {
      if (settings.containsKey("sees")) {
        return saw ? 1 : 0;
      }
      if (!settings.containsKey("lib")) {
        return Double.parseDouble(settings.getProperty("value", "1"));
      }
      double value = Lib.value();
      if (value < Double.parseDouble(settings.getProperty("least", "0"))) {
        throw new IllegalStateException("the library gives only " + value);
      }
      return value;
    }

    @Override
    public String description() {
      return "For tests.";
    }

    @Override
    public List<MetricFamily> collect() throws Exception {
      if (settings.containsKey("told")) {
        tell("collect " + name);
      }
      String how = settings.getProperty("collect", "well");
      behave(System.getProperty("metricbay.test.collect." + name, how));
      double value = value();
      List<MetricFamily> families = new ArrayList<>();
      families.add(
          MetricFamily.gauge(name.toLowerCase(Locale.ROOT) + "_value", "A number.")
              .sample(value)
              .build());
      for (String also : settings.getProperty("also", "").split(",", -1)) {
        if (!also.isEmpty()) {
          String[] parts = (also + "=7").split("=", -1);
          families.add(
              MetricFamily.gauge(parts[0], "Not its own.")
                  .sample(Double.parseDouble(parts[1]))
                  .build());
        }
      }
      return families;
    }
  }
}
