package org.metricbay.textfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScriptRunTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** Two processes below the script, one of which has left it, its session and its output. */
  private static final String FAMILY =
      """
      sleep 1000 & echo $! > child
      (setsid sh -c 'sleep 1000 > /dev/null 2>&1 & echo $! > orphan; exit 0' &)
      until [ -s orphan ]; do sleep 0.01; done
      echo $$ > self
      """;

  @TempDir private Path folder;
  private TestScripts scripts = new TestScripts(Path.of("/"));

  @BeforeEach
  void scripts() {
    scripts = new TestScripts(folder);
  }

  private ScriptRun script(String body, Duration limit) throws Exception {
    return new ScriptRun(scripts.write("script.sh", body), limit, 10_000, 100);
  }

  private ScriptRun.Outcome run(String body, Duration limit) throws Exception {
    return script(body, limit).run();
  }

  private static void assertFailed(ScriptRun.Outcome outcome, String error, Integer... status) {
    assertThat(outcome.error()).contains(error);
    assertThat(outcome.exitStatus().stream()).containsExactly(status);
    assertThat(outcome.families()).isEmpty();
  }

  private void assertFamilyHasEnded() {
    for (String file : List.of("child", "orphan", "self")) {
      Callable<Boolean> ended = () -> scripts.hasEnded(file);
      await("end of " + file).atMost(Duration.ofSeconds(10)).until(ended);
    }
  }

  @Test
  void good() throws Exception {
    ScriptRun.Outcome outcome = run("echo nothing >&2; echo a 1; echo b 2", LONG);
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.exitStatus()).contains(0);
    assertThat(outcome.families().orElseThrow())
        .extracting(TextFamily::name)
        .containsExactly("a", "b");
  }

  @Test
  void nothingPrintedIsGood() throws Exception {
    assertThat(run("exit 0", LONG).families()).contains(List.of());
  }

  @Test
  void failingStatus() throws Exception {
    assertFailed(
        run("echo a 1; echo >&2; echo ' no disk ' >&2; echo more >&2; exit 3", LONG),
        "ended with status 3: no disk",
        3);
    assertFailed(run("kill -9 $$", LONG), "ended with status 137", 137);
  }

  @Test
  void outputThatIsNone() throws Exception {
    assertFailed(
        run("echo a 1; echo warning >&2; echo b", LONG),
        "what it printed, line 2: the value of b is missing: warning",
        0);
    assertFailed(
        run("printf 'a 1'", LONG),
        "what it printed, line 1: the last line has no end: the text is only half written",
        0);
  }

  @Test
  void cannotBeStarted() throws Exception {
    Path program = folder.resolve("none");
    assertThat(new ScriptRun(program, LONG, 10, 10).run().error().orElse(""))
        .startsWith("cannot be started: ");
  }

  @Test
  void tooSlow() throws Exception {
    assertFailed(
        run("echo a 1; echo busy >&2\n" + FAMILY + "wait", SHORT),
        "did not end within 1 s and was killed: busy");
    assertFamilyHasEnded();
  }

  @Test
  void whatItLeavesBehindIsKilledToo() throws Exception {
    assertThat(run(FAMILY + "echo a 1", LONG).families().orElseThrow()).hasSize(1);
    assertFamilyHasEnded();
  }

  @Test
  void endlessOutput() throws Exception {
    assertFailed(
        run("echo $$ > self; echo why >&2; yes", LONG),
        "printed more than 10000 bytes and was killed; if that is meant, raise script.max-bytes:"
            + " why");
    await().atMost(Duration.ofSeconds(10)).until(() -> scripts.hasEnded("self"));
  }

  @Test
  void endlessComplaint() throws Exception {
    assertThat(run("yes >&2", SHORT).error()).contains("did not end within 1 s and was killed: y");
  }

  @Test
  void manyComplaintsDoNotBlockIt() throws Exception {
    assertThat(run("yes | head -c 1000000 >&2; echo a 1", LONG).families().orElseThrow())
        .hasSize(1);
  }

  @Test
  void hasNoInputAndIsInItsFolder() throws Exception {
    assertThat(run("cat; touch here; echo a 1", LONG).error()).isEmpty();
    assertThat(folder.resolve("here")).exists();
  }

  @Test
  void doesNotGetTheAgentsEnvironment() throws Exception {
    List<String> names = new ArrayList<>();
    run("env | sed -n 's/^\\([A-Za-z_]*\\)=.*/e{n=\"\\1\"} 1/p'", LONG)
        .families()
        .orElseThrow()
        .stream()
        .flatMap(family -> family.samples().stream())
        .forEach(sample -> names.add(sample.labels().value(0)));
    assertThat(System.getenv()).containsKey("METRICBAY_TEST_SECRET");
    assertThat(names)
        .contains("PATH", ProcessTree.VARIABLE)
        .doesNotContain("METRICBAY_TEST_SECRET");
  }

  @Test
  void interrupted() throws Exception {
    ScriptRun run = script(FAMILY + "echo yes > ready; wait", LONG);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                run.run();
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    thread.start();
    await().atMost(Duration.ofSeconds(20)).until(() -> scripts.has("ready"));
    thread.interrupt();
    thread.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertFamilyHasEnded();
  }

  @Test
  void folderOfTheScriptMayHaveBlanks() throws Exception {
    Path other = Files.createDirectory(folder.resolve("a b"));
    Path program = new TestScripts(other).write("c d.sh", "echo a 1");
    assertThat(new ScriptRun(program, LONG, 10_000, 10).run().error()).isEmpty();
  }
}
