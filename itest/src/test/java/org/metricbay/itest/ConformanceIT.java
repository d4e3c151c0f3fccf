package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.Conformance;

/** The agent's whole page against the one that node_exporter's end-to-end test expects. */
class ConformanceIT {
  private static final Pattern RESULT =
      Pattern.compile(
          "(\\d+) of (\\d+) series match, .* missing (\\d+), different (\\d+), not expected (\\d+),"
              + " wrong types (\\d+)");

  @TempDir private static Path work;
  private static Conformance conformance;
  private static Path page;

  private record Result(
      int same, int expected, int missing, int different, int more, int wrongTypes, String text) {}

  @BeforeAll
  static void scrape() throws Exception {
    conformance = Conformance.find();
    try (PackedAgent agent = FixtureAgent.start(conformance, work)) {
      page = Files.writeString(work.resolve("page.txt"), agent.get("/metrics").body());
    }
  }

  private static Result compare(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add("python3");
    command.add(conformance.folder().resolve("compare.py").toString());
    command.add(page.toString());
    command.addAll(List.of("--types", "--show", "2000"));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher result = RESULT.matcher(text);
    assertThat(result.find()).as(text).isTrue();
    int[] number = new int[7];
    for (int i = 1; i < number.length; i++) {
      number[i] = Integer.parseInt(result.group(i));
    }
    return new Result(number[1], number[2], number[3], number[4], number[5], number[6], text);
  }

  @Test
  void hasEverySeriesOfTheDashboard() throws Exception {
    Result result =
        compare("--names-file", conformance.folder().resolve("dashboard-1860.txt").toString());
    assertThat(result.expected()).isEqualTo(602);
    assertThat(result.same()).as(result.text()).isEqualTo(602);
    assertThat(result.more()).as(result.text()).isZero();
    assertThat(result.wrongTypes()).as(result.text()).isZero();
  }

  @Test
  void hasMostSeriesOfAll() throws Exception {
    Result result = compare();
    assertThat(result.expected()).isEqualTo(2943);
    assertThat(result.same()).as(result.text()).isGreaterThanOrEqualTo(2000);
    assertThat(result.different()).as(result.text()).isZero();
    assertThat(result.more()).as(result.text()).isZero();
    assertThat(result.wrongTypes()).as(result.text()).isZero();
  }
}
