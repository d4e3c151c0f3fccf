package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process has no descriptors left. */
class DescriptorsIT {
  private static final int LIMIT = 300;

  /** Hardly more than it has open by itself. */
  private static final int FEW = 140;

  @TempDir private Path work;

  /** A folder with a script that starts the agent with a few descriptors. */
  private Path limited(int limit) throws IOException {
    Path folder = Files.createDirectory(work.resolve("limited"));
    Path script = folder.resolve("metricbay");
    Files.writeString(
        script,
        "#!/bin/sh\nulimit -n " + limit + "\nexec '" + PackedAgent.HOME + "/metricbay' \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  private static long descriptors(PackedAgent agent) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(agent.pid()), "fd"))) {
      return open.count();
    }
  }

  @Test
  void aPluginThatTookThemAllCanBeRemoved() throws Exception {
    Path trouble = work.resolve("trouble");
    try (PackedAgent agent = PackedAgent.in(work).from(limited(LIMIT)).start()) {
      agent.drop("demo.jar", PluginJar.collector("demo").value(1));
      agent.drop(
          "eat.jar",
          PluginJar.collector("eat")
              .with("collect", "descriptors")
              .with("only-while", trouble.toString()));
      agent.awaitValue("demo_value", 1);
      agent.awaitValue("eat_value", 1);
      Files.writeString(trouble, "now it takes all");
      // Each scrape takes what others have given back.
      await("no descriptor to be left")
          .atMost(PackedAgent.DEADLINE)
          .ignoreExceptions()
          .until(
              () ->
                  agent.scrape().value("demo_value") == 1
                      && agent.log().contains("cannot be read; the plugins keep running"));
      assertThat(descriptors(agent)).isGreaterThan(LIMIT - 10);

      agent.delete("eat.jar");
      agent.awaitLog("eat.jar: removed org.example.eat 1.0.0");
      await("descriptors").atMost(PackedAgent.DEADLINE).until(() -> descriptors(agent) < LIMIT / 2);
      agent.awaitLog("deploy is back");
      assertThat(agent.awaitNo("eat_value").value("demo_value")).isEqualTo(1);
      agent.drop("new.jar", PluginJar.collector("new").value(3));
      agent.awaitValue("new_value", 3);
    }
  }

  /** Clients that begin a request and leave it there: more of them than there are descriptors. */
  @Tag("once")
  @Test
  void whoAsksGoesBeforeConnectionsThatRest() throws Exception {
    List<Socket> resting = new ArrayList<>();
    try (PackedAgent agent = PackedAgent.in(work).from(limited(FEW)).start()) {
      agent.drop("demo.jar", PluginJar.collector("demo").value(1));
      agent.awaitValue("demo_value", 1);
      URI url = URI.create(agent.url());
      for (int i = 0; i < 2 * FEW; i++) {
        Socket socket = new Socket(url.getHost(), url.getPort());
        resting.add(socket);
        socket
            .getOutputStream()
            .write("GET /metrics HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(agent.scrape().value("demo_value")).isEqualTo(1);
      agent.drop("new.jar", PluginJar.collector("new").value(2));
      agent.awaitValue("new_value", 2);
      agent.delete("demo.jar");
      agent.awaitNo("demo_value");
      assertThat(agent.stop().status()).isZero();
    } finally {
      for (Socket socket : resting) {
        socket.close();
      }
    }
  }
}
