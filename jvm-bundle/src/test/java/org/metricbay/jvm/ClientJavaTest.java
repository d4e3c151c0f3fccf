package org.metricbay.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.api.SummarySample;
import org.metricbay.platform.JvmAllocations;

/** Our collectors beside client_java's, in the same JVM at the same time. */
class ClientJavaTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Far more than any value that changes all the time needs to agree. */
  private static final int TRIES = 200;

  private PrometheusRegistry registry = new PrometheusRegistry();
  private List<MetricPlugin> ours = List.of();

  private static List<MetricPlugin> collectors(JvmAllocations allocations) {
    return List.of(
        new ProcessCollector(),
        new ThreadsCollector(),
        new MemoryCollector(),
        new AllocationCollector(allocations),
        new GcCollector(),
        new BufferPoolCollector(),
        new ClassLoadingCollector(),
        new CompilationCollector(),
        new RuntimeInfoCollector(),
        new NativeMemoryCollector());
  }

  @Test
  void saysTheSame() throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    List<String> differences = List.of("not compared");
    while (!differences.isEmpty() && System.nanoTime() < end) {
      // Both count what is allocated from when they are made: of a garbage collection between the
      // two only one hears, and then they never agree.
      registry = new PrometheusRegistry();
      ours = collectors(new JvmAllocations());
      JvmMetrics.builder().register(registry);
      System.gc();
      differences = leastDifferences(end);
    }
    assertThat(differences).isEmpty();
    assertThat(our()).hasSizeGreaterThan(80);
  }

  /** Some values change all the time; a wrong one would never agree. */
  private List<String> leastDifferences(long end) throws Exception {
    List<String> differences = differences();
    for (int i = 0; i < TRIES && !differences.isEmpty() && System.nanoTime() < end; i++) {
      differences = differences();
    }
    return differences;
  }

  /** What we say must lie between what the library says before and after. */
  private List<String> differences() throws Exception {
    Map<String, String> before = theirs();
    Map<String, String> now = our();
    Map<String, String> after = theirs();
    List<String> differences = new ArrayList<>();
    Set<String> lines = new TreeSet<>(before.keySet());
    lines.addAll(now.keySet());
    for (String line : lines) {
      if (!agrees(line, before.get(line), now.get(line), after.get(line))) {
        differences.add(
            line + ": " + now.get(line) + ", not " + before.get(line) + " to " + after.get(line));
      }
    }
    return differences;
  }

  private static boolean agrees(
      String line, @Nullable String before, @Nullable String now, @Nullable String after) {
    if (before == null || now == null || after == null) {
      return false;
    }
    if (line.startsWith("TYPE ") || line.startsWith("HELP ")) {
      return now.equals(before);
    }
    double low = Double.parseDouble(before);
    double high = Double.parseDouble(after);
    double value = Double.parseDouble(now);
    return Math.min(low, high) <= value && value <= Math.max(low, high);
  }

  private Map<String, String> theirs() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    Map<String, String> lines = new TreeMap<>();
    for (String line : out.toString(StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.startsWith("# ")) {
        String[] parts = line.split(" ", 4);
        lines.put(parts[1] + " " + parts[2], parts[3]);
      } else if (!line.isEmpty()) {
        int space = line.lastIndexOf(' ');
        lines.put(line.substring(0, space), line.substring(space + 1));
      }
    }
    return lines;
  }

  private Map<String, String> our() throws Exception {
    Map<String, String> lines = new TreeMap<>();
    for (MetricPlugin plugin : ours) {
      for (MetricFamily family : plugin.collect()) {
        for (Sample sample : family.samples()) {
          String type =
              family.type() == MetricType.INFO
                  ? "gauge"
                  : family.type().name().toLowerCase(Locale.ROOT);
          lines.put("TYPE " + family.name(), type);
          lines.put("HELP " + family.name(), family.help());
          if (sample instanceof SummarySample summary) {
            Labels labels = summary.labels();
            lines.put(family.name() + "_count" + labels, Long.toString(summary.count()));
            lines.put(family.name() + "_sum" + labels, Double.toString(summary.sum()));
          } else {
            NumberSample number = (NumberSample) sample;
            lines.put(family.name() + number.labels(), Double.toString(number.value()));
          }
        }
      }
    }
    // Of Prometheus's libraries client_java alone does not tell it.
    lines.keySet().removeIf(line -> line.contains("process_virtual_memory_max_bytes"));
    return lines;
  }
}
