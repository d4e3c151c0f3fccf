package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.MetricFamily;

/** A plugin's JAR that was built against API 1.0 runs as it is, beside plugins of today. */
@Timeout(60)
final class OldPluginTest {
  @TempDir private Path home;

  private static byte[] oldPlugin() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            OldPluginTest.class.getResourceAsStream("/api-1.0/old-plugin.jar"))) {
      return in.readAllBytes();
    }
  }

  @Test
  void aPluginOfApi10RunsBesideOneOfToday() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("new.jar", TestJar.plugin("test.new", "1.0.0").set("names", "fresh"));
      agent.drop("old.jar", oldPlugin());
      agent.awaitRunning("new.jar", "1.0.0");
      agent.awaitRunning("old.jar", "1.0.0");
      Map<String, String> page = new TreeMap<>();
      for (MetricFamily family : agent.scrape().families()) {
        if (family.name().startsWith("old_") || family.name().startsWith("fresh_")) {
          page.put(family.name(), family.type() + " " + family.help() + " " + family.samples());
        }
      }
      assertThat(page)
          .containsOnlyKeys(
              "fresh_value",
              "old_counted_total",
              "old_equal",
              "old_gauge",
              "old_histogram",
              "old_info",
              "old_lines",
              "old_made",
              "old_summary",
              "old_unknown")
          .containsEntry("old_made", "GAUGE Made. " + number("{device=\"a\",mode=\"x\"}", 7))
          .containsEntry("old_counted_total", "COUNTER C. " + number("{a=\"1\",b=\"2\"}", 1))
          .containsEntry("old_lines", "GAUGE What it reads of its own. " + number("", 3))
          .containsEntry("old_equal", "GAUGE Whether values are equal. " + number("", 1));
      assertThat(page.get("old_histogram")).startsWith("HISTOGRAM H. ").contains("sum=3.0");
      assertThat(page.get("old_summary")).startsWith("SUMMARY S. ").contains("count=2, sum=3.0");
    }
  }

  private static String number(String labels, double value) {
    return "[NumberSample[labels=" + labels + ", value=" + value + "]]";
  }
}
