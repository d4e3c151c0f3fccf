package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What signals do, and what is said of the end. */
class EndIT {
  @TempDir private Path work;

  private static void signal(String name, PackedAgent agent) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(agent.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Whoever starts this in the background of a shell may have told it to ignore some. */
  private static boolean isIgnored(int number, PackedAgent agent) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + agent.pid() + "/status"))) {
      if (line.startsWith("SigIgn:")) {
        return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & (1L << (number - 1))) != 0;
      }
    }
    return false;
  }

  @ParameterizedTest
  @CsvSource({"TERM, 15", "INT, 2"})
  void signalIsACleanEndWithALastLine(String name, int number) throws Exception {
    try (PackedAgent agent = PackedAgent.in(work).with("run", "--port", "0").start()) {
      assumeTrue(!isIgnored(number, agent), "SIG" + name + " is ignored here");
      signal(name, agent);
      PackedAgent.Exit exit = agent.awaitEnd();
      assertThat(exit.status()).isZero();
      assertThat(exit.out()).endsWith(" INFO    ended: SIG" + name + "\n");
      assertThat(exit.err()).isEmpty();
      assertThat(Files.readString(agent.data().resolve("log/metricbay.0.log")))
          .endsWith(" INFO    ended: SIG" + name + "\n");
    }
  }

  @Test
  void theLastLineComesAlsoIfTheLogIsQuiet() throws Exception {
    try (PackedAgent agent =
        PackedAgent.in(work).with("run", "--port", "0", "--log-level", "error").start()) {
      assertThat(agent.stop().out()).endsWith(" INFO    ended: SIGTERM\n");
    }
  }

  @Test
  void hangUpReadsAllFilesAnew() throws Exception {
    try (PackedAgent agent = PackedAgent.in(work).conf().with("--port", "0").start()) {
      assumeTrue(!isIgnored(1, agent), "SIGHUP is ignored here");
      agent.drop("demo.jar", PluginJar.collector("demo").value(1));
      agent.awaitValue("demo_value", 1);
      signal("HUP", agent);
      agent.awaitLog("INFO .*SIGHUP: all files were read anew, and all is well");
      Files.writeString(work.resolve("conf/metricbay.demo.cfg"), "no line\n");
      signal("HUP", agent);
      agent.awaitLog("WARNING .*SIGHUP: all files were read anew; not all is well");
      agent.awaitLog("demo.cfg: line 1 is not of the form key = value");
      assertThat(agent.scrape().value("demo_value")).isEqualTo(1);
      assertThat(agent.stop().status()).isZero();
    }
  }

  @Test
  void withSignalsLeftAloneItRunsAsWell() throws Exception {
    try (PackedAgent agent =
        PackedAgent.in(work).environment("METRICBAY_JAVA_OPTS", "-Xrs").start()) {
      assertThat(agent.get("/-/healthy").statusCode()).isEqualTo(200);
      assertThat(agent.stop().status()).isEqualTo(143);
    }
  }

  @Test
  void othersCanReadNothingOfTheLog() throws Exception {
    try (PackedAgent agent = PackedAgent.in(work).start()) {
      Path log = agent.data().resolve("log");
      assertThat(Files.getAttribute(log, "unix:mode")).isEqualTo(040750);
      assertThat(Files.getAttribute(log.resolve("metricbay.0.log"), "unix:mode"))
          .isEqualTo(0100640);
    }
  }
}
