package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent leans on is short, taken by others or not allowed. */
class ScarceIT {
  @TempDir private Path work;

  private Path script(String... lines) throws IOException {
    Path script = work.resolve("inner");
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void withoutAWatchPluginsRunAllTheSameAndItIsTakenWhenThereIsOne() throws Exception {
    assumeTrue(canUnshare(), "NOT TESTED: no user namespaces here");
    Path deploy = Files.createDirectory(work.resolve("deploy"));
    Files.write(deploy.resolve("first.jar"), PluginJar.collector("first").value(1).bytes());
    // The limit of a user namespace of its own, which whoever made it may set.
    Path limit = work.resolve("limit");
    Files.writeString(limit, "0\n");
    Path inner =
        script(
            "max=/proc/sys/user/max_inotify_instances",
            "echo 0 >$max",
            "(while sleep 0.2; do cat '" + limit + "' >$max || exit; done) 2>/dev/null &",
            "exec '" + PackedAgent.HOME + "/metricbay' \"$@\"");
    Launch launch = PackedAgent.in(work).through("exec unshare -Ur '" + inner + "'");
    try (PackedAgent agent = launch.start()) {
      agent.awaitValue("first_value", 1);
      agent.awaitLog("WARNING .*deploy cannot be watched");
      agent.drop("second.jar", PluginJar.collector("second").value(2));
      agent.awaitValue("second_value", 2);
      assertThat(agent.log().lines().filter(line -> line.contains("deploy cannot be watched")))
          .hasSize(1);

      Files.writeString(limit, "100\n");
      agent.awaitLog("INFO .*deploy is watched again");
      agent.drop("third.jar", PluginJar.collector("third").value(3));
      agent.awaitValue("third_value", 3);
    }
  }

  private static boolean canUnshare() throws Exception {
    Path unshare = Programs.find("unshare", "util-linux");
    return Programs.run(unshare, "-Ur", "sh", "-c", "echo 9 >/proc/sys/user/max_inotify_instances")
            .status()
        == 0;
  }

  @Test
  void fileSystemsAreThereWhereNothingInTmpMayBeRunAndNoHomeIsThere() throws Exception {
    Path unshare = Programs.find("unshare", "util-linux");
    Path noExec = Files.createDirectory(work.resolve("noexec"));
    String mount = "mount -t tmpfs -o noexec,mode=1777 none '" + noExec + "'";
    assumeTrue(
        Programs.run(unshare, "-m", "sh", "-c", mount).status() == 0,
        "NOT TESTED: nothing can be mounted here");
    Files.createDirectories(work.resolve("deploy"));
    Files.copy(
        PackedAgent.HOME.resolve("bundles-deploy/disk-bundle.jar"),
        work.resolve("deploy/disk-bundle.jar"));
    Path inner = script(mount + " || exit 1", OtherUser.agent() + " \"$@\"");
    Launch launch =
        OtherUser.launch(work, "exec unshare -m '" + inner + "'")
            .environment("HOME", "/nonexistent")
            .environment(
                "METRICBAY_JAVA_OPTS", "-Djava.io.tmpdir=" + noExec + " -Duser.home=/nonexistent");
    try (PackedAgent agent = launch.start()) {
      agent.awaitValue("node_scrape_collector_success{collector=\"filesystem\"}", 1);
      Path jna = agent.data().resolve("jna");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(jna)))
          .isEqualTo("rwx------");
      try (Stream<Path> left = Files.list(jna)) {
        assertThat(left).isEmpty();
      }
      assertThat(agent.log()).doesNotContain("WARNING");
    }
  }

  @Test
  void withoutThreadsWhatRunsGoesOnAndWhatIsDroppedRunsWhenThereAreSomeAgain() throws Exception {
    try (PackedAgent agent = OtherUser.launch(work, OtherUser.agent()).start()) {
      agent.drop("first.jar", PluginJar.collector("first").value(1));
      agent.awaitValue("first_value", 1);
      limitThreads(agent, "1");
      agent.drop("second.jar", PluginJar.collector("second").value(2));
      agent.awaitLog("SEVERE +no thread can be started");
      assertThat(agent.scrape().value("first_value")).isEqualTo(1);
      assertThat(agent.plugins().get("files")).hasSize(2);

      limitThreads(agent, "4000");
      agent.awaitValue("second_value", 2);
      agent.delete("second.jar");
      agent.awaitNo("second_value");
      agent.awaitLog("threads can be started again");
      assertThat(agent.log().lines().filter(line -> line.contains("no thread can be started")))
          .hasSize(1);
      await("the file to be gone")
          .atMost(PackedAgent.DEADLINE)
          .until(() -> agent.put("/plugins/reload").statusCode() == 200);
    }
  }

  /** As the user, who may set the lower one of the two limits, as root needs a right for that. */
  private static void limitThreads(PackedAgent agent, String limit) throws Exception {
    Programs.Ended ended =
        Programs.run(
            Programs.find("setpriv", "util-linux"),
            "--reuid=" + OtherUser.ID,
            "--regid=" + OtherUser.ID,
            "--clear-groups",
            Programs.find("prlimit", "util-linux").toString(),
            "--pid",
            Long.toString(agent.pid()),
            "--nproc=" + limit + ":");
    assertThat(ended.status()).as(ended.out()).isZero();
  }
}
