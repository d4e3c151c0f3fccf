package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text files and scripts in the packed agent: off, on, off again, and nothing left of them. */
class TextfileIT {
  private static final String JAR = "textfile-bundle.jar";
  private static final String ON = "node_scrape_collector_success{collector=\"script\"}";
  private static final int REMOVALS = 4;

  @TempDir private Path work;
  private Path conf = Path.of("/");
  private Path texts = conf;
  private Path scripts = conf;

  @BeforeEach
  void folders() throws IOException {
    conf = Files.createDirectory(work.resolve("conf"));
    texts = Files.createDirectory(work.resolve("texts"));
    scripts = Files.createDirectory(work.resolve("scripts"));
    Files.setPosixFilePermissions(scripts, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private PackedAgent start() throws IOException {
    PackedAgent agent =
        PackedAgent.in(work).with("run", "--port", "0", "--conf", conf.toString()).start();
    drop(agent);
    return agent;
  }

  private static void drop(PackedAgent agent) throws IOException {
    agent.drop(JAR, Files.readAllBytes(PackedAgent.HOME.resolve("bundles-deploy").resolve(JAR)));
    agent.awaitPage(
        "both collectors",
        page -> page.has(ON) && page.has("node_scrape_collector_success{collector=\"textfile\"}"));
  }

  private void configure(String... lines) throws IOException {
    Path hidden = Files.writeString(conf.resolve(".new"), String.join("\n", lines) + "\n");
    Files.move(
        hidden,
        conf.resolve("metricbay.textfile.cfg"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void script(String name, String body) throws IOException {
    Path script = Files.writeString(scripts.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A script that hangs, with a child that has left it. */
  private void hangingScript() throws IOException {
    script("hang.sh", "(sleep 1000 & echo $! > child); echo $$ > self; sleep 1000");
    configure("script.folder = " + scripts, "script.timeout = 3600");
    awaitHangingScript();
  }

  private void awaitHangingScript() {
    await().atMost(PackedAgent.DEADLINE).until(() -> Files.exists(scripts.resolve("self")));
  }

  private void awaitEndOfHangingScript() {
    await()
        .atMost(PackedAgent.DEADLINE)
        .until(() -> hasEnded(scripts.resolve("self")) && hasEnded(scripts.resolve("child")));
  }

  private static boolean hasEnded(Path pid) throws IOException {
    Path stat = Path.of("/proc", Files.readString(pid).strip(), "stat");
    try {
      return Files.readString(stat).contains(") Z ");
    } catch (IOException gone) {
      return true;
    }
  }

  @Test
  void onWhileThereIsAFolder() throws Exception {
    Files.writeString(
        texts.resolve("a.prom"),
        """
        # TYPE backup_seconds histogram
        backup_seconds_bucket{le="60"} 1
        backup_seconds_sum 100
        backup_seconds_count 2
        # TYPE restore_seconds summary
        restore_seconds{quantile="0.5"} 3
        restore_seconds_sum 8
        restore_seconds_count 2
        # TYPE runs counter
        runs 7
        """);
    script("b.sh", "echo raid_disks 4");
    try (PackedAgent agent = start()) {
      assertThat(agent.scrape().startingWith("node_textfile_")).isEmpty();
      configure("textfile.folders = " + texts, "script.folder = " + scripts);
      MetricsPage page =
          agent.awaitPage(
              "what both have",
              now -> now.has("raid_disks") && now.has("node_textfile_scrape_error"));
      assertThat(page.value("raid_disks")).isEqualTo(4);
      assertThat(page.value("metricbay_script_success{script=\"b.sh\"}")).isEqualTo(1);
      assertThat(page.value("node_textfile_scrape_error")).isZero();
      assertThat(page.value("backup_seconds_bucket{le=\"60\"}")).isEqualTo(1);
      assertThat(page.value("backup_seconds_bucket{le=\"+Inf\"}")).isEqualTo(2);
      assertThat(page.value("restore_seconds{quantile=\"0.5\"}")).isEqualTo(3);
      assertThat(page.value("runs")).isEqualTo(7);
      assertThat(page.types())
          .containsEntry("backup_seconds", "histogram")
          .containsEntry("restore_seconds", "summary")
          .containsEntry("runs", "untyped");

      configure("textfile.folders = texts", "script.folder = " + scripts);
      agent.awaitLog("textfile.folders: each folder must be an absolute path");
      assertThat(agent.scrape().has("runs")).isTrue();

      configure("collectors.textfile = false");
      agent.awaitPage("neither", now -> !now.has("runs") && !now.has("raid_disks"));
    }
  }

  @Test
  void nothingIsLeftOfAPluginThatIsRemoved() throws Exception {
    try (PackedAgent agent = start()) {
      hangingScript();
      for (int i = 1; i <= REMOVALS; i++) {
        awaitHangingScript();
        agent.delete(JAR);
        awaitEndOfHangingScript();
        agent.awaitNo(ON);
        if (i < REMOVALS) {
          Files.delete(scripts.resolve("self"));
          drop(agent);
        }
      }
      await()
          .atMost(PackedAgent.DEADLINE)
          .until(() -> !agent.jcmd("Thread.print").contains("\"metricbay-script"));
      // At most one, as LeakIT has it.
      await()
          .atMost(PackedAgent.DEADLINE)
          .untilAsserted(
              () -> {
                agent.jcmd("GC.run");
                assertThat(agent.scrape().value("metricbay_deploy_class_loaders_not_collected"))
                    .isLessThanOrEqualTo(1);
              });
    }
  }

  @Test
  void nothingIsLeftOfAnAgentThatIsStopped() throws Exception {
    try (PackedAgent agent = start()) {
      hangingScript();
      assertThat(agent.stop().status()).isZero();
      awaitEndOfHangingScript();
    }
  }
}
