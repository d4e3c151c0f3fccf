package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.MetricFamily;

/** The strict parsers of Prometheus's Python client read random pages, each line of them. */
class PageParsedTest {
  private static final String PYTHON = "/usr/bin/python3";
  private static final int PAGES = 200;

  /** It does not read names in quotes. */
  private static final List<Escaping> ESCAPINGS =
      List.of(Escaping.UNDERSCORES, Escaping.DOTS, Escaping.VALUES);

  private static final String PROGRAM =
      """
      import pathlib, sys
      from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
      from prometheus_client.parser import text_string_to_metric_families as text
      for page in sorted(pathlib.Path(sys.argv[1]).iterdir()):
        lines = page.read_text()
        parse = open_metrics if page.name.startswith('OPEN') else text
        samples = sum(1 for line in lines.splitlines() if not line.startswith('#'))
        try:
          read = sum(len(family.samples) for family in parse(lines))
          if read != samples:
            raise ValueError('%d of %d samples are read' % (read, samples))
        except ValueError as e:
          print(page.name, e, lines)
          sys.exit(1)
      """;

  @TempDir private static Path work;

  @BeforeAll
  static void needsTheParsers() throws Exception {
    assumeTrue(Files.isExecutable(Path.of(PYTHON)));
    assumeTrue(output("-c", "import prometheus_client").isEmpty());
  }

  private static String output(String... arguments) throws Exception {
    Path output = Files.createTempFile(work, "python", ".txt");
    List<String> command = new ArrayList<>(List.of(PYTHON, "-X", "utf8"));
    command.addAll(List.of(arguments));
    Process python =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(python.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return Files.readString(output);
    } finally {
      python.destroyForcibly();
    }
  }

  @Test
  void readsEachLine() throws Exception {
    long seed = Long.getLong("metricbay.test.seed", System.nanoTime());
    RandomFamilies families = new RandomFamilies(new Random(seed), true);
    Path folder = Files.createDirectory(work.resolve("pages"));
    for (int i = 0; i < PAGES; i++) {
      write(families.page(), i, folder);
    }
    assertThat(output("-c", PROGRAM, folder.toString()))
        .as("-Dmetricbay.test.seed=%s", seed)
        .isEmpty();
  }

  private static void write(List<MetricFamily> families, int number, Path folder)
      throws IOException {
    for (PageFormat format : PageFormat.values()) {
      for (Escaping escaping : ESCAPINGS) {
        PageText text = new PageText(1);
        new PageWriter(format).write(families, escaping, text);
        Files.writeString(
            folder.resolve(format + "-" + escaping + "-" + number),
            text.toString(),
            StandardCharsets.UTF_8);
      }
    }
  }
}
