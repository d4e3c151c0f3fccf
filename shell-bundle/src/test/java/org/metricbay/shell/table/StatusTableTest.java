package org.metricbay.shell.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.metricbay.core.collect.BundleInfo;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.deploy.FileChange;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;

class StatusTableTest {
  private static PluginFile file(String name, FileState state, String reason) {
    return new PluginFile(
        name,
        Optional.empty(),
        Optional.empty(),
        state,
        Optional.of(reason).filter(text -> !text.isEmpty()),
        OptionalLong.empty(),
        Optional.empty());
  }

  @Test
  void listsPluginsAndFilesThatDoNotRun() {
    CollectorStatus cpu =
        new CollectorStatus(
            "cpu",
            "CPU time.",
            new BundleInfo(21, "org.example.cpu", "1.0.0", "ACTIVE"),
            CollectorState.OK,
            Optional.of(Duration.ofMillis(12)),
            Optional.empty(),
            80);
    assertThat(
            StatusTable.render(
                List.of(cpu),
                List.of(
                    file("cpu.jar", FileState.RUNNING, ""),
                    file("junk.jar", FileState.INVALID, "it is no ZIP"))))
        .isEqualTo(
            """
            PLUGIN  STATE  SERIES     TIME  ID  BUNDLE                 DESCRIPTION OR ERROR
            cpu     OK         80  12.0 ms  21  org.example.cpu 1.0.0  CPU time.

            FILE      STATE    REASON
            junk.jar  INVALID  it is no ZIP
            """);
  }

  @Test
  void saysWhenWhatWasRefusedIsTriedNext() {
    Instant next =
        LocalDateTime.of(2025, 3, 4, 15, 16, 17).atZone(ZoneId.systemDefault()).toInstant();
    assertThat(
            StatusTable.render(
                List.of(),
                List.of(
                    file("busy.jar", FileState.REFUSED, "port in use")
                        .withNextTry(Optional.of(next)),
                    file("junk.jar", FileState.INVALID, "it is no ZIP"))))
        .isEqualTo(
            """
            No plugin runs.

            FILE      STATE    NEXT TRY  REASON
            busy.jar  REFUSED  15:16:17  port in use
            junk.jar  INVALID  -         it is no ZIP
            """);
  }

  @Test
  void saysThatNothingRuns() {
    assertThat(StatusTable.render(List.of(), List.of())).isEqualTo("No plugin runs.\n");
  }

  @Test
  void listsChanges() {
    assertThat(
            StatusTable.changes(
                List.of(
                    new FileChange(
                        "cpu.jar",
                        Optional.empty(),
                        Optional.of("1.0.1"),
                        FileChange.Action.UPDATED,
                        Optional.empty()),
                    new FileChange(
                        "disk.jar",
                        Optional.empty(),
                        Optional.empty(),
                        FileChange.Action.REFUSED,
                        Optional.of("it is empty")))))
        .isEqualTo(
            """
            FILE      ACTION   VERSION  REASON
            cpu.jar   UPDATED  1.0.1
            disk.jar  REFUSED  -        it is empty
            """);
  }
}
