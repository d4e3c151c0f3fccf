package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The example plugin with servlets, in the packed agent. */
@ExtendWith(SharedAgent.class)
class ServletPluginIT {
  private static final String HELLO = "/x/org.example.servlet/hello";

  private static HttpRequest.Builder post(PackedAgent agent) {
    return agent.request(HELLO).POST(HttpRequest.BodyPublishers.noBody());
  }

  @Test
  void exampleGreetsCountsAndStreams(PackedAgent agent, @TempDir Path work) throws Exception {
    agent.drop("servlet.jar", ServletExample.compiled(work).jar("1.0.0", ""));
    agent.awaitValue("example_greetings_total", 0);

    HttpResponse<String> hello = agent.get(HELLO + "?name=%3Cb%3EA%26B");
    assertThat(hello.statusCode()).isEqualTo(200);
    assertThat(hello.body()).contains("Hello &lt;b&gt;A&amp;B").doesNotContain("<b>");
    assertThat(agent.get("/hello").statusCode()).isEqualTo(404);

    HttpResponse<String> foreign = agent.send(post(agent).header("Origin", "https://example.com"));
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(agent.send(post(agent)).body()).isEqualTo("1\n");
    agent.awaitValue("example_greetings_total", 1);

    InputStream stream =
        URI.create(agent.url() + "/x/org.example.servlet/stream").toURL().openStream();
    try (stream) {
      String begin = new String(stream.readNBytes(100_000), StandardCharsets.UTF_8);
      assertThat(begin).startsWith("line 1 of the example's stream\nline 2 of ").hasSize(100_000);

      agent.delete("servlet.jar");
      agent.awaitNo("example_greetings_total");
      await("the plugin's end")
          .atMost(PackedAgent.DEADLINE)
          .until(() -> agent.get(HELLO).statusCode() == 404);
      assertThat(untilItsEnd(stream)).contains(" of the example's stream\n");
    }
  }

  /** A stream that its plugin's removal ends may break off within a chunk, but it has an end. */
  private static String untilItsEnd(InputStream stream) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      stream.transferTo(rest);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("EOF");
    }
    return rest.toString(StandardCharsets.UTF_8);
  }

  @Test
  void upgradesUnderLoadHaveNoMomentOf404(PackedAgent agent, @TempDir Path work) throws Exception {
    ServletExample example = versions(work);
    agent.drop("servlet.jar", example.jar("1.0.0", "1"));
    awaitVersion(agent, "1");
    CountDownLatch end = new CountDownLatch(1);
    List<String> faults = new CopyOnWriteArrayList<>();
    Thread asking = new Thread(() -> ask(agent, end, faults));
    asking.start();
    try {
      for (int i = 2; i <= 21; i++) {
        agent.drop("servlet.jar", example.jar("1.0." + i, Integer.toString(i)));
        agent.awaitValue("version", i);
        if (i == 10) {
          // Its collector fails, and with it its trial: the servlet is never seen.
          agent.drop("servlet.jar", example.jar("1.0.11", "fails 1000"));
          agent.awaitFile("servlet.jar", "REFUSED");
        }
      }
      awaitVersion(agent, "21");
    } finally {
      end.countDown();
      asking.join(TimeUnit.SECONDS.toMillis(30));
    }
    assertThat(faults).isEmpty();
  }

  private static void awaitVersion(PackedAgent agent, String version) {
    await("version " + version)
        .atMost(PackedAgent.DEADLINE)
        .until(() -> agent.get("/x/org.example.servlet/version").body().equals(version));
  }

  /** Asks without a pause: always an answer, and never an older version than before. */
  private static void ask(PackedAgent agent, CountDownLatch end, List<String> faults) {
    int highest = 1;
    while (end.getCount() > 0) {
      HttpResponse<String> answer = agent.get("/x/org.example.servlet/version");
      if (answer.statusCode() != 200 || !answer.body().matches("\\d+")) {
        faults.add(answer.statusCode() + " " + answer.body());
        continue;
      }
      int version = Integer.parseInt(answer.body());
      if (version < highest || version > 21) {
        faults.add(version + " after " + highest);
      }
      highest = Math.max(highest, version);
    }
  }

  private static ServletExample versions(Path work) throws Exception {
    Path sources = Files.createDirectories(work.resolve("sources"));
    try (InputStream in = ServletPluginIT.class.getResourceAsStream("/VersionPlugin.java.txt")) {
      assertThat(in).isNotNull();
      Files.copy(in, sources.resolve("VersionPlugin.java"));
    }
    return ServletExample.compiled(work, sources);
  }

  @Tag("once")
  @Test
  void upgradesLeaveNoClassLoaders(@TempDir Path work) throws Exception {
    ServletExample example = versions(work);
    try (PackedAgent agent = PackedAgent.in(work).conf("deploy.quiet = 0.1").start()) {
      agent.drop("servlet.jar", example.jar("1.0.0", "1"));
      awaitVersion(agent, "1");
      for (int i = 2; i <= 51; i++) {
        InputStream stream =
            URI.create(agent.url() + "/x/org.example.servlet/stream").toURL().openStream();
        assertThat(stream.read()).isEqualTo('.');
        assertThat(agent.get("/x/org.example.servlet/version").statusCode()).isEqualTo(200);
        agent.drop("servlet.jar", example.jar("1.0." + i, Integer.toString(i)));
        awaitVersion(agent, Integer.toString(i));
        if (i % 2 == 0) {
          stream.close();
        }
      }
      String loaders = "metricbay_deploy_class_loaders_not_collected";
      await(loaders)
          .atMost(PackedAgent.DEADLINE)
          .untilAsserted(
              () -> {
                agent.jcmd("GC.run");
                assertThat(agent.scrape().value(loaders)).isLessThanOrEqualTo(1);
              });
      assertThat(agent.scrape().value("metricbay_deploy_upgrades_total")).isEqualTo(50);
    }
  }
}
