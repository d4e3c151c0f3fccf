package org.metricbay.soak.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Does what {@code hostile.properties} in its JAR says, when that says so: in its start, in its
 * stop, in its first call, in every call, or in a thread of its own. Before it does so it makes a
 * file, by which the soak program knows.
 */
public final class HostilePlugin implements BundleActivator, MetricPlugin {
  private final Properties properties = new Properties();
  private final AtomicBoolean done = new AtomicBoolean();
  private @Nullable BundleContext context;

  @Override
  public void start(BundleContext started) throws Exception {
    context = started;
    try (InputStream in = HostilePlugin.class.getResourceAsStream("/hostile.properties")) {
      properties.load(in);
    }
    if (is("start")) {
      act(started);
    } else if (is("thread")) {
      Thread thread = new Thread(() -> actAlone(started), "hostile");
      thread.setDaemon(true);
      thread.start();
    }
    started.registerService(MetricPlugin.class, this, null);
  }

  @Override
  public void stop(BundleContext stopped) throws Exception {
    if (is("stop")) {
      act(stopped);
    }
  }

  private boolean is(String moment) {
    return moment.equals(properties.getProperty("moment"));
  }

  @Override
  public String name() {
    return properties.getProperty("name");
  }

  @Override
  public String description() {
    return "A hostile plugin\nof the \u001b[31msoak\u009b test.";
  }

  @Override
  public List<MetricFamily> collect() throws Exception {
    BundleContext known = context;
    if (known != null && (is("every-call") || (is("call") && done.compareAndSet(false, true)))) {
      return act(known);
    }
    return List.of(MetricFamily.gauge("hostile_value", "One.").sample(1, "plugin", name()).build());
  }

  private void actAlone(BundleContext known) {
    try {
      act(known);
    } catch (Throwable e) {
      // It would be told of on standard error, by the JVM.
      properties.setProperty("ended", e.getClass().getName());
    }
  }

  private List<MetricFamily> act(BundleContext known) throws Exception {
    mark();
    String deed = properties.getProperty("deed");
    FatalDeeds.act(deed, known);
    return MildDeeds.act(deed, known);
  }

  private void mark() throws IOException {
    Path marker = Path.of(properties.getProperty("marker"));
    if (!Files.exists(marker)) {
      Files.createFile(marker);
    }
  }
}
