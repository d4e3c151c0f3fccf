package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.Conformance;

/** {@code docs/metrics.md} tells what the agent exposes. */
class MetricsDocIT {
  private static final Path DOC = Path.of("../docs/metrics.md");

  @TempDir private Path work;

  @Test
  void isCurrent() throws Exception {
    try (PackedAgent agent = FixtureAgent.start(Conformance.find(), work);
        Reader sources = resource("/metrics-sources.properties")) {
      agent.awaitPage(
          "a run of the script", page -> !page.startingWith("metricbay_script_exit").isEmpty());
      String text =
          new MetricsDoc(agent, sources, PackedAgent.HOME.resolve("conf")).text()
              + MissingMetrics.text(agent.get("/metrics").body());
      if (Boolean.getBoolean("metricbay.docs.update")) {
        Files.writeString(DOC, text);
      }
      assertThat(text)
          .as("docs/metrics.md is not current: run this with -Dmetricbay.docs.update=true")
          .isEqualTo(Files.readString(DOC));
    }
  }

  static Reader resource(String name) throws IOException {
    InputStream stream = Objects.requireNonNull(MetricsDocIT.class.getResourceAsStream(name));
    return new InputStreamReader(stream, StandardCharsets.UTF_8);
  }
}
