package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's count of requests, in the packed agent, from version to version. */
@Tag("once")
class CarriedCountIT {
  private static final String HELLO = "/x/org.example.servlet/hello";
  private static final String COUNT = "example_greetings_total";

  @TempDir private Path work;
  private final AtomicLong answered = new AtomicLong();

  private PackedAgent start() throws IOException {
    return PackedAgent.in(work).conf("deploy.quiet = 0.1").start();
  }

  private void greet(PackedAgent agent) {
    HttpResponse<String> answer =
        agent.send(agent.request(HELLO).POST(HttpRequest.BodyPublishers.noBody()));
    if (answer.statusCode() == 200) {
      answered.incrementAndGet();
    }
  }

  private static void awaitServlet(PackedAgent agent) {
    await("the servlet")
        .atMost(PackedAgent.DEADLINE)
        .until(() -> agent.get(HELLO).statusCode() == 200);
  }

  private static void awaitVersion(PackedAgent agent, String version) {
    agent.awaitPlugins(
        version + " to run",
        json -> json.get("files").findValuesAsText("runningVersion").contains(version));
  }

  @Test
  void upgradesAndRestartsLoseNoRequest() throws Exception {
    ServletExample example = ServletExample.compiled(work);
    try (PackedAgent agent = start()) {
      agent.drop("servlet.jar", example.jar("1.0.0", ""));
      awaitServlet(agent);
      CountDownLatch end = new CountDownLatch(1);
      Thread asking =
          new Thread(
              () -> {
                while (end.getCount() > 0) {
                  greet(agent);
                }
              });
      asking.start();
      try {
        for (int i = 1; i <= 10; i++) {
          agent.drop("servlet.jar", example.jar("1.0." + i, ""));
          awaitVersion(agent, "1.0." + i);
        }
      } finally {
        end.countDown();
        asking.join(TimeUnit.SECONDS.toMillis(30));
      }
      assertThat(answered.get()).isPositive();
      agent.awaitValue(COUNT, (double) answered.get());
      assertThat(agent.stop().status()).isZero();
    }
    Path file = work.resolve("data/state/org.example.servlet.state");
    assertThat(file).exists();
    try (PackedAgent agent = start()) {
      agent.awaitValue(COUNT, (double) answered.get());
      awaitServlet(agent);
      greet(agent);
      agent.awaitValue(COUNT, (double) answered.get());
      agent.kill();
    }
    // A kill costs what was counted since it was last written.
    try (PackedAgent agent = start()) {
      agent.awaitValue(COUNT, (double) (answered.get() - 1));
      agent.stop();
    }
    Files.writeString(file, "damaged");
    try (PackedAgent agent = start()) {
      agent.awaitValue(COUNT, 0);
      assertThat(agent.log()).contains("the state of org.example.servlet cannot be read from");
    }
  }
}
