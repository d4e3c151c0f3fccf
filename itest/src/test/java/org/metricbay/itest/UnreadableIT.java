package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent's user may not read is not gone. */
class UnreadableIT {
  @TempDir private Path work;

  private static void mode(Path file, String rights) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  private PackedAgent start() throws Exception {
    return OtherUser.launch(work, OtherUser.agent()).start();
  }

  private static void awaitUnreadable(PackedAgent agent) {
    assertThat(agent.awaitFile("demo.jar", "INVALID").get("reason").asText())
        .isEqualTo("cannot be read: the agent's user has no right to read it");
  }

  @Test
  void whatRanFromAFileGoesOnWhileItMayNotBeRead() throws Exception {
    Path file;
    try (PackedAgent agent = start()) {
      file = agent.drop("demo.jar", PluginJar.collector("demo").value(1));
      agent.awaitValue("demo_value", 1);
      mode(file, "---------");
      awaitUnreadable(agent);
      agent.awaitLog("WARNING demo.jar: ignored: it cannot be read.*; 1.0.0 keeps running");
      assertThat(agent.scrape().value("demo_value")).isEqualTo(1);

      Files.write(file, PluginJar.collector("demo").version("2.0.0").value(2).bytes());
      agent.put("/plugins/reload");
      assertThat(agent.scrape().value("demo_value")).isEqualTo(1);
      agent.kill();
    }
    try (PackedAgent agent = start()) {
      awaitUnreadable(agent);
      agent.awaitValue("demo_value", 1);
      mode(file, "rw-r--r--");
      agent.awaitValue("demo_value", 2);
      mode(file, "---------");
      awaitUnreadable(agent);
      Files.delete(file);
      agent.awaitNo("demo_value");
    }
  }

  @Test
  void whatRunsGoesOnWhileTheFolderMayNotBeListed() throws Exception {
    try (PackedAgent agent = start()) {
      agent.drop("demo.jar", PluginJar.collector("demo").value(1));
      agent.drop("other.jar", PluginJar.collector("other").value(1));
      agent.awaitValue("demo_value", 1);
      agent.awaitValue("other_value", 1);
      mode(agent.deploy(), "rwx--x--x");
      agent.awaitLog("cannot be read; the plugins keep running until it is back");
      agent.delete("other.jar");
      agent.drop("demo.jar", PluginJar.collector("demo").value(2));
      agent.put("/plugins/reload");
      assertThat(agent.scrape().value("demo_value")).isEqualTo(1);
      assertThat(agent.scrape().value("other_value")).isEqualTo(1);
      mode(agent.deploy(), "rwxr-xr-x");
      agent.awaitValue("demo_value", 2);
      agent.awaitNo("other_value");
    }
  }
}
