package org.metricbay.core.testplugin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.metricbay.api.CarriedState;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.api.StateCarrier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * Counts what happens to it, and carries the count. As long as it is started it is in the list of
 * the system property {@code metricbay.test.counting}, by which it is made to count; who does so
 * holds the list's lock. Its {@code plugin.properties} say how it misbehaves.
 */
public final class CountingPlugin implements BundleActivator, MetricPlugin, StateCarrier, Runnable {
  private final Properties settings = new Properties();
  private final LongAdder own = new LongAdder();
  private volatile long before;

  @Override
  public void start(BundleContext context) throws Exception {
    try (InputStream in = CountingPlugin.class.getResourceAsStream("/plugin.properties")) {
      settings.load(in);
    }
    Dictionary<String, Object> properties =
        FrameworkUtil.asDictionary(Map.of(Collector.NAME, "counting"));
    List<Runnable> all = all();
    synchronized (all) {
      all.add(this);
    }
    context.registerService(MetricPlugin.class, this, properties);
    if (settings.getProperty("carrier", "well").equals("well")) {
      context.registerService(StateCarrier.class, this, properties);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Runnable> all() {
    return (List<Runnable>)
        Objects.requireNonNull(System.getProperties().get("metricbay.test.counting"));
  }

  @Override
  public void stop(BundleContext context) {
    List<Runnable> all = all();
    synchronized (all) {
      all.remove(this);
    }
  }

  @Override
  public void run() {
    own.increment();
  }

  private long total() {
    return before + own.sum();
  }

  @Override
  public List<MetricFamily> collect() throws Exception {
    String how = System.getProperty("metricbay.test.collect.counting");
    String mine = settings.getProperty("collect", "well");
    if (mine.equals("throw") || (mine.equals("asTold") && how != null)) {
      throw new IOException("told to throw");
    }
    if (mine.equals("hang")) {
      release().await();
    }
    return List.of(
        MetricFamily.counter("counted_total", "What has happened.")
            .sample((double) total())
            .build());
  }

  private void behave(String call) throws Exception {
    switch (settings.getProperty(call, "well")) {
      case "throw" -> throw new IOException("told to throw in " + call);
      case "hang" -> release().await();
      default -> {
        // Well.
      }
    }
  }

  private static CountDownLatch release() {
    return (CountDownLatch)
        Objects.requireNonNull(System.getProperties().get("metricbay.test.release"));
  }

  private int form() {
    return Integer.parseInt(settings.getProperty("form", "1"));
  }

  @Override
  public CarriedState save() throws Exception {
    behave("save");
    String more = "x".repeat(Integer.parseInt(settings.getProperty("more", "0")));
    return new CarriedState(form(), Map.of("counted", total(), "more", more));
  }

  @Override
  public void restore(CarriedState state) throws Exception {
    behave("restore");
    if (state.version() > form()) {
      throw new IllegalArgumentException("it knows forms up to " + form() + " only");
    }
    before = state.count("counted");
  }

  @Override
  public void takeBack(CarriedState given, CarriedState returned) {
    own.add(returned.count("counted") - given.count("counted"));
  }
}
