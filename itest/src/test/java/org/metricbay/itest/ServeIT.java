package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, from start to end. */
class ServeIT {

  @Test
  void servesAndFollowsTheFolderAndStops(@TempDir Path work) throws Exception {
    Files.createDirectories(work.resolve("deploy"));
    Files.copy(
        PackedAgent.HOME.resolve("bundles-deploy/cpu-bundle.jar"),
        work.resolve("deploy/cpu-bundle.jar"));
    try (PackedAgent agent = PackedAgent.in(work).with("--no-console").start()) {
      agent.awaitPage("the load", page -> page.has("node_load1"));
      try (Scraper scraper = Scraper.of(agent).require("node_load")) {
        scraper.require("node_cpu_seconds_total");
        agent.drop("demo.jar", PluginJar.collector("demo").value(1));
        agent.awaitValue("demo_value", 1);
        agent.awaitLog("demo.jar: installed org.example.demo 1.0.0: demo");
        scraper.require("demo_");

        agent.drop("demo.jar", PluginJar.collector("demo").version("1.1.0").value(2));
        agent.awaitValue("demo_value", 2);
        agent.awaitLog("demo.jar: updated org.example.demo 1.1.0 \\(was 1.0.0\\): demo");

        scraper.release("demo_");
        agent.delete("demo.jar");
        agent.awaitNo("demo_value");
        agent.awaitLog("demo.jar: removed org.example.demo 1.1.0");
        scraper.awaitScrapes(5);
      }
      PackedAgent.Exit exit = agent.stop();
      assertThat(exit.status()).isZero();
      assertThat(exit.time()).isLessThan(Duration.ofSeconds(5));
      assertThat(exit.err()).isEmpty();
    }
  }

  /** Whoever begins a request and does not end it must not hold a thread for good. */
  @Tag("once")
  @Test
  void cutsOffWhoDawdles(@TempDir Path work) throws Exception {
    Files.createDirectories(work.resolve("deploy"));
    try (PackedAgent agent = PackedAgent.in(work).with("--no-console").start();
        Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), URI.create(agent.url()).getPort())) {
      socket.setSoTimeout((int) PackedAgent.DEADLINE.multipliedBy(2).toMillis());
      socket.getOutputStream().write("GET /metr".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      agent.scrape();
    }
  }
}
