package org.metricbay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metricbay.platform.FieldReader;
import org.metricbay.test.Page;

class CpuTimesTest {
  private final CpuTimes times = new CpuTimes();

  private Map<String, String> update(String stat) {
    return Page.of(times.update(parse(stat, (what, why) -> {}))).lines();
  }

  private static Map<Integer, double[]> parse(String stat, FieldReader.Unreadable unreadable) {
    return CpuTimes.parse(new FieldReader(stat), unreadable);
  }

  private static String seconds(String mode) {
    return "node_cpu_seconds_total{cpu=\"0\",mode=\"" + mode + "\"}";
  }

  @Test
  void readsEveryModeOfEveryCpu() {
    String stat =
        """
        cpu  1 1 1 1 1 1 1 1 1 1
        cpu0 101 2 3 400 5 6 7 8 9 10
        cpu12 1 1 1 1 1 1 1 1 1 1
        intr 5
        """;
    assertThat(update(stat))
        .containsEntry(seconds("user"), "1.01")
        .containsEntry(seconds("steal"), "0.08")
        .containsEntry("node_cpu_guest_seconds_total{cpu=\"0\",mode=\"user\"}", "0.09")
        .containsEntry("node_cpu_guest_seconds_total{cpu=\"0\",mode=\"nice\"}", "0.1")
        .containsEntry("node_cpu_seconds_total{cpu=\"12\",mode=\"idle\"}", "0.01")
        .hasSize(20 + 4);
  }

  @Test
  void leavesOutModesThatAnOldKernelDoesNotKnow() {
    assertThat(update("cpu0 1 2 3 4\n")).containsKey(seconds("idle")).hasSize(4 + 2);
  }

  @Test
  void aLineThatCannotBeReadCostsItsCpu() {
    List<String> unreadable = new ArrayList<>();
    String stat = "cpu0 1 2 3 4\ncpu1 1 x 3 4\n\0cpu2\ncpu3 1 2\ncpu4 1 2 3 5\nintr 5\n";
    assertThat(parse(stat, (what, why) -> unreadable.add(what + " " + why))).containsOnlyKeys(0, 4);
    assertThat(unreadable)
        .containsExactly(
            "line \"cpu1\" of stat cannot be read: \"x\" is not a number, in line: cpu1 1 x 3 4",
            "line \"cpu3\" of stat cannot be read: it ends before the idle time");
  }

  /** Where in the line it is missing, nobody knows: the times behind it are of other modes. */
  @Test
  void aLineWithANumberTooFewOrTooManyCostsItsCpu() {
    for (String broken :
        List.of("1 2 3 4 5 6 7 8 9", "1 2 3 4 5 6 7 8 9 10 11", "1 2 3 4 -5 6 7 8 9 10")) {
      String stat = "cpu  8 8 8 8 8 8 8 8 8 8\ncpu0 " + broken + "\n";
      assertThat(parse(stat, (what, why) -> {})).as(broken).isEmpty();
      stat += "cpu1 1 2 3 4 5 6 7 8 9 10\n";
      assertThat(parse(stat, (what, why) -> {})).as(broken).containsOnlyKeys(1);
      assertThat(parse("cpu " + broken + stat.substring(3), (what, why) -> {}))
          .as(broken)
          .containsOnlyKeys(1);
    }
    String later = "cpu  1 2 3 4 5 6 7 8 9 10 11 12\ncpu0 1 2 3 4 5 6 7 8 9 10 11 12\n";
    assertThat(parse(later, (what, why) -> {})).containsOnlyKeys(0);
  }

  @Test
  void aCpuMayHaveOtherModesThanTheTimeBefore() {
    update("cpu0 1 2 3 4 5\n");
    assertThat(update("cpu0 1 2 3 4\n")).containsEntry(seconds("idle"), "0.04").hasSize(4 + 2);
    assertThat(update("cpu0 1 2 3 4 5\n")).containsEntry(seconds("iowait"), "0.05");
  }

  @Test
  void doesNotFollowASmallStepBack() {
    update("cpu0 500 0 0 1000 90\n");
    assertThat(update("cpu0 501 0 0 999 88\n"))
        .containsEntry(seconds("user"), "5.01")
        .containsEntry(seconds("idle"), "10.0")
        .containsEntry(seconds("iowait"), "0.9");
    assertThat(update("cpu0 502 0 0 1001 91\n"))
        .containsEntry(seconds("idle"), "10.01")
        .containsEntry(seconds("iowait"), "0.91");
  }

  @Test
  void countsAnewWhenIdleFallsFar() {
    update("cpu0 500 0 0 1000\n");
    assertThat(update("cpu0 1 0 0 700\n"))
        .containsEntry(seconds("user"), "0.01")
        .containsEntry(seconds("idle"), "7.0");
  }

  @Test
  void forgetsACpuThatIsSwitchedOff() {
    update("cpu0 1 1 1 200\ncpu1 1 1 1 200\n");
    assertThat(update("cpu0 1 1 1 200\n").keySet()).noneMatch(line -> line.contains("\"1\""));
    assertThat(update("cpu0 1 1 1 200\ncpu1 0 0 0 1\n"))
        .containsEntry("node_cpu_seconds_total{cpu=\"1\",mode=\"idle\"}", "0.01");
  }
}
