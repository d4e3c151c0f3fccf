package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While others could change the agent's folders, nothing new is taken from them. */
class TrustIT {
  private static final int NOBODY = 65534;

  @TempDir private Path work;

  private static void mode(Path folder, String rights) throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy", "data"})
  void noPluginIsTakenWhileOthersCouldChangeTheFolder(String name) throws Exception {
    try (PackedAgent agent = PackedAgent.in(work).start()) {
      agent.drop("old.jar", PluginJar.collector("old").value(1));
      agent.awaitValue("old_value", 1);
      Path folder = work.resolve(name);
      mode(folder, "rwxrwxrwx");
      agent.drop("new.jar", PluginJar.collector("fresh").value(2));
      agent.drop("old.jar", PluginJar.collector("old").value(3));
      agent.awaitLog("SEVERE .*anyone may write to " + folder + ".*nothing new is taken");
      assertThat(agent.put("/plugins/reload").statusCode()).isEqualTo(500);
      assertThat(agent.plugins().get("folderProblems").toString()).contains(folder.toString());
      MetricsPage page = agent.scrape();
      assertThat(page.has("fresh_value")).isFalse();
      assertThat(page.value("old_value")).isEqualTo(1);
      agent.forgetLog();
      mode(folder, "rwxr-xr-x");
      agent.awaitValue("fresh_value", 2);
      agent.awaitValue("old_value", 3);
      agent.awaitLog(folder + " is safe from others again");
      assertThat(agent.log().lines().filter(line -> line.contains("anyone may"))).isEmpty();
    }
  }

  @Test
  void noConfigurationIsTakenWhileOthersCouldChangeTheFolder() throws Exception {
    try (PackedAgent agent = PackedAgent.in(work).conf().start()) {
      Path conf = work.resolve("conf");
      mode(conf, "rwxrwxrwx");
      Files.writeString(conf.resolve("metricbay.demo.cfg"), "a = b\n");
      agent.awaitLog("SEVERE .*anyone may write to " + conf);
      assertThat(agent.put("/plugins/reload").statusCode()).isEqualTo(500);
      assertThat(agent.plugins().get("configuration")).isEmpty();
      mode(conf, "rwxr-xr-x");
      agent.awaitPlugins("the file", json -> json.get("configuration").size() == 1);
    }
  }

  /** What somebody has left there stays his, also when the folder is safe again. */
  @Test
  void filesOfOthersAreNotTaken() throws Exception {
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not root");
    try (PackedAgent agent = PackedAgent.in(work).conf().start()) {
      Path jar = Files.write(work.resolve("x.jar"), PluginJar.collector("demo").bytes());
      Files.setAttribute(jar, "unix:uid", NOBODY);
      Files.move(jar, agent.deploy().resolve("x.jar"));
      assertThat(agent.awaitFile("x.jar", "INVALID").get("reason").asText())
          .contains("belongs to user 65534");
      Path file = Files.writeString(work.resolve("x.cfg"), "a = b\n");
      Files.setAttribute(file, "unix:uid", NOBODY);
      Files.move(file, work.resolve("conf/metricbay.demo.cfg"));
      agent.awaitLog("metricbay.demo.cfg: .* belongs to user 65534");
      Files.setAttribute(agent.deploy().resolve("x.jar"), "unix:uid", 0);
      agent.awaitFile("x.jar", "RUNNING");
    }
  }
}
