package org.metricbay.textfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.Page;

@Timeout(90)
class ScriptCollectorTest {
  @TempDir private Path folder;
  private TextfileSettings settings = new TextfileSettings(Map.of(), Capacity.DEFAULT);
  private ScriptCollector collector = new ScriptCollector(settings);
  private TestScripts scripts = new TestScripts(Path.of("/"));

  @BeforeEach
  void scripts() {
    scripts = new TestScripts(folder);
  }

  @AfterEach
  void stop() {
    collector.deactivate();
  }

  private void configure(String... keysAndValues) {
    Map<String, String> values =
        new HashMap<>(Map.of("script.folder", folder.toString(), "script.interval", "1"));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    settings.modify(Map.copyOf(values));
    assertThat(settings.config().problem()).isEmpty();
  }

  private Map<String, String> page() {
    return Page.of(collector.collect()).lines();
  }

  private Map<String, String> awaitPage(Predicate<Map<String, String>> condition) {
    await().atMost(Duration.ofSeconds(30)).until(() -> condition.test(page()));
    return page();
  }

  private void awaitEnd(String file) {
    Callable<Boolean> ended = () -> scripts.hasEnded(file);
    await().atMost(Duration.ofSeconds(30)).until(ended);
  }

  private static String about(String what, String script) {
    return "metricbay_script_" + what + "{script=\"" + script + "\"}";
  }

  @Test
  void nothingWithoutAFolder() {
    assertThat(page()).isEmpty();
  }

  @Test
  void showsWhatScriptsPrint() throws Exception {
    double before = (double) Instant.now().getEpochSecond();
    scripts.write(
        "a.sh", "echo '# HELP a_total Some.'; echo '# TYPE a_total counter'; echo a_total 1");
    scripts.write("b.sh", "echo b 2");
    configure();
    Map<String, String> page = awaitPage(now -> now.containsKey("a_total") && now.containsKey("b"));
    assertThat(page)
        .containsEntry("HELP a_total", "Some.")
        .containsEntry("TYPE a_total", "counter")
        .containsEntry("HELP b", "Metric read from " + folder.resolve("b.sh"))
        .containsEntry(about("success", "a.sh"), "1.0")
        .containsEntry(about("exit_status", "a.sh"), "0.0")
        .containsEntry("metricbay_script_folder_error", "0.0")
        .containsKeys(about("duration_seconds", "b.sh"));
    assertThat(Double.parseDouble(page.get(about("last_run_timestamp_seconds", "a.sh"))))
        .isGreaterThanOrEqualTo(before);
    assertThat(Double.parseDouble(page.get(about("last_success_timestamp_seconds", "a.sh"))))
        .isGreaterThanOrEqualTo(before);
  }

  @Test
  void runsAgainAndKeepsWhatTheLastGoodRunPrinted() throws Exception {
    scripts.write("a.sh", "echo x >> runs; [ $(wc -l < runs) -lt 3 ] && echo a $(wc -l < runs)");
    configure();
    Map<String, String> page = awaitPage(now -> "0.0".equals(now.get(about("success", "a.sh"))));
    assertThat(page).containsEntry("a", "2.0").containsEntry(about("exit_status", "a.sh"), "1.0");
    assertThat(Double.parseDouble(page.get(about("last_run_timestamp_seconds", "a.sh"))))
        .isGreaterThan(
            Double.parseDouble(page.get(about("last_success_timestamp_seconds", "a.sh"))));
  }

  @Test
  void neverBesideItself() throws Exception {
    scripts.write(
        "a.sh",
        "mkdir lock || exit 9; sleep 2; rmdir lock; echo x >> runs; echo a $(wc -l < runs)");
    configure();
    assertThat(awaitPage(now -> "2.0".equals(now.get("a"))))
        .containsEntry(about("success", "a.sh"), "1.0");
  }

  @Test
  void ownTimes() throws Exception {
    scripts.write("slow.sh", "sleep 2; echo slow 1");
    scripts.write("stuck.sh", "sleep 1000");
    scripts.write("rare.sh", "echo x >> runs; echo rare $(wc -l < runs)");
    configure(
        "script.timeout", "1", "script.timeouts", "slow.sh=60", "script.intervals", "rare.sh=3600");
    Map<String, String> page =
        awaitPage(now -> now.containsKey("slow") && now.containsKey(about("success", "stuck.sh")));
    assertThat(page)
        .containsEntry("rare", "1.0")
        .containsEntry(about("success", "stuck.sh"), "0.0")
        .doesNotContainKey(about("exit_status", "stuck.sh"));
  }

  @Test
  void refusedOnesAreNotRun() throws Exception {
    scripts.write("a.sh", "touch ran; echo a 1", "rwxrwxrwx");
    scripts.write("b.sh", "echo b 1");
    configure();
    Map<String, String> page =
        awaitPage(now -> now.containsKey("b") && now.containsKey(about("success", "a.sh")));
    assertThat(page)
        .containsEntry(about("success", "a.sh"), "0.0")
        .doesNotContainKeys("a", about("exit_status", "a.sh"));
    assertThat(folder.resolve("ran")).doesNotExist();

    Files.setPosixFilePermissions(
        folder.resolve("a.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
    awaitPage(now -> now.containsKey("a"));

    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(awaitPage(now -> "1.0".equals(now.get("metricbay_script_folder_error"))))
        .doesNotContainKeys("a", "b");
  }

  @Test
  void removedOnesAreKilledAndForgotten() throws Exception {
    scripts.write("a.sh", "echo $$ > pid; sleep 1000");
    scripts.write("b.sh", "echo b 1");
    configure("script.timeout", "1000");
    await().atMost(Duration.ofSeconds(30)).until(() -> scripts.has("pid"));
    Files.delete(folder.resolve("a.sh"));
    Files.delete(folder.resolve("b.sh"));
    awaitEnd("pid");
    awaitPage(now -> !now.containsKey("b") && !now.containsKey(about("success", "b.sh")));
  }

  @Test
  void offAgain() throws Exception {
    scripts.write("a.sh", "echo $$ > pid; sleep 1000");
    configure("script.timeout", "1000");
    await().atMost(Duration.ofSeconds(30)).until(() -> scripts.has("pid"));
    settings.modify(Map.of());
    awaitEnd("pid");
    awaitPage(Map::isEmpty);
  }

  @Test
  void aScrapeDoesNotWaitForThem() throws Exception {
    scripts.write("a.sh", "echo $$ > pid; sleep 1000");
    configure("script.timeout", "1000");
    await().atMost(Duration.ofSeconds(30)).until(() -> scripts.has("pid"));
    assertThat(page())
        .containsOnlyKeys(
            "HELP metricbay_script_folder_error",
            "TYPE metricbay_script_folder_error",
            "metricbay_script_folder_error");
  }

  @Test
  void deactivationKillsAllAndEndsTheThreads() throws Exception {
    scripts.write("a.sh", "(sleep 1000 & echo $! > child); echo $$ > pid; sleep 1000");
    configure("script.timeout", "1000");
    await().atMost(Duration.ofSeconds(30)).until(() -> scripts.has("pid") && scripts.has("child"));
    collector.deactivate();
    awaitEnd("pid");
    awaitEnd("child");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("metricbay-script")));
  }
}
