package org.metricbay.itest.plugins;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.itest.library.Library;
import org.osgi.framework.BundleContext;

/**
 * Gives {@code NAME_value}, the property {@code value}, and {@code NAME_seconds_total}, a clock
 * that all versions share; or fails as the property {@code collect} says. Where the property {@code
 * only-while} names a file, it fails only while that file is there. The gauges that {@code also}
 * names are given too.
 */
public final class ConfiguredPlugin implements MetricPlugin {

  /** Keeps this class alive on whatever thread sets it. */
  private static final ThreadLocal<Object> LEFT_OVER = new ThreadLocal<>();

  private static final List<InputStream> NEVER_CLOSED = new ArrayList<>();

  private final String name;
  private final Properties properties;
  private final BundleContext context;
  private long asked;

  ConfiguredPlugin(String name, Properties properties, BundleContext context) {
    this.name = name;
    this.properties = properties;
    this.context = context;
  }

  @Override
  public String name() {
    return properties.getProperty("says-name", name);
  }

  @Override
  public String description() {
    return "Version " + context.getBundle().getVersion() + " of " + name + ".";
  }

  @Override
  @SuppressWarnings("NullAway") // Giving null is one of the faults.
  public List<MetricFamily> collect() throws Exception {
    String onlyWhile = properties.getProperty("only-while");
    boolean well = onlyWhile != null && !Files.exists(Path.of(onlyWhile));
    switch (well ? "well" : properties.getProperty("collect", "well")) {
      case "throw" -> throw new IllegalStateException("made to fail in collect");
      case "error" -> throw new MadeUpError();
      case "linkage" -> throw new NoClassDefFoundError("org/example/Missing");
      case "stack-overflow" -> {
        return List.of(deeper(0));
      }
      case "stack-overflow-in-native" -> {
        return List.of(gauge(readDeeper(0)));
      }
      case "out-of-memory" -> {
        return List.of(gauge(new long[Integer.MAX_VALUE].length));
      }
      case "null" -> {
        return null;
      }
      case "null-inside" -> {
        return Collections.singletonList(null);
      }
      case "duplicate-family" -> {
        return List.of(gauge(1), gauge(2));
      }
      case "duplicate-series" -> {
        return List.of(MetricFamily.gauge(name + "_value", "Twice.").sample(1).sample(2).build());
      }
      case "invalid-name" -> {
        return List.of(MetricFamily.gauge("1-bad name", "Bad.").sample(1).build());
      }
      case "many" -> {
        return List.of(many());
      }
      case "hang" -> new CountDownLatch(1).await();
      case "hang-hard" -> Hang.forGood();
      case "wait" -> Hang.whileThere(Path.of(properties.getProperty("wait-for", "")));
      case "exit" -> System.exit(3);
      case "library" -> {
        return List.of(gauge(Library.value()));
      }
      case "print" -> print();
      case "leak-thread" -> leakThread();
      case "descriptors" -> takeAllDescriptors();
      case "thread-local" -> LEFT_OVER.set(this);
      default -> {
        // All is well.
      }
    }
    List<MetricFamily> families = new ArrayList<>();
    families.add(gauge(Double.parseDouble(properties.getProperty("value", "1"))));
    families.add(
        MetricFamily.counter(name + "_seconds_total", "A clock.")
            .sample(System.nanoTime() / 1e9, "plugin", name)
            .build());
    for (String also : properties.getProperty("also", "").split(",", -1)) {
      if (!also.isEmpty()) {
        families.add(MetricFamily.gauge(also, "Another's.").sample(666).build());
      }
    }
    return List.copyOf(families);
  }

  private MetricFamily gauge(double value) {
    return MetricFamily.gauge(name + "_value", "The value in its JAR.").sample(value).build();
  }

  private MetricFamily deeper(int depth) {
    return depth < 0 ? gauge(depth) : deeper(depth + 1);
  }

  /** On its way back it asks the system something, with hardly any stack left at first. */
  private int readDeeper(int depth) throws IOException {
    try {
      return depth < 0 ? depth : readDeeper(depth + 1);
    } finally {
      if (asked++ < 1000) {
        try (Stream<Path> files = Files.list(Path.of("/"))) {
          asked += files.limit(0).count();
        }
      }
    }
  }

  private MetricFamily many() {
    var family = MetricFamily.gauge(name + "_value", "Many.");
    int count = Integer.parseInt(properties.getProperty("series", "20000"));
    String filler = properties.getProperty("filler", "");
    for (int i = 0; i < count; i++) {
      family.sample(i, "number", filler + i);
    }
    return family.build();
  }

  @SuppressWarnings("SystemOut") // That is the fault.
  private static void print() {
    List<String> lines = new ArrayList<>(Collections.nCopies(1000, "x".repeat(1000)));
    lines.forEach(System.out::println);
  }

  private static void takeAllDescriptors() {
    try {
      while (true) {
        NEVER_CLOSED.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      // There are no more.
    }
  }

  private static void leakThread() {
    Thread thread = new Thread(Hang::forGood, "leaked-by-a-plugin");
    thread.setDaemon(true);
    thread.start();
  }

  /** An Error that no one knows. */
  private static final class MadeUpError extends Error {
    private static final long serialVersionUID = 1L;

    MadeUpError() {
      super("made to fail in collect");
    }
  }
}
