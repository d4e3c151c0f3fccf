package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/** Somebody stops a bundle that the web side is made of, and starts it again. */
final class RestartedServerTest {
  private static final String JETTY = "org.apache.felix.http.jetty12.light";
  private static final String OWN = "org.metricbay.http";

  static Stream<List<String>> ways() {
    return Stream.of(
        List.of("stop " + JETTY, "start " + JETTY),
        List.of("stop " + OWN, "stop " + JETTY, "start " + OWN, "start " + JETTY),
        List.of("stop " + OWN, "stop " + JETTY, "start " + JETTY, "start " + OWN),
        List.of("stop " + JETTY, "stop " + OWN, "start " + OWN, "start " + JETTY),
        List.of("refresh " + JETTY),
        List.of("refresh " + OWN),
        List.of("refresh " + JETTY + " " + OWN),
        List.of("stop " + JETTY, "refresh " + JETTY + " " + OWN, "start " + JETTY));
  }

  private static Bundle bundle(TestAgent agent, String symbolicName) {
    return Arrays.stream(agent.framework().getBundles())
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isUrlTold(TestAgent agent) throws Exception {
    return agent.framework().getAllServiceReferences(null, "(metricbay.http.url=*)") != null;
  }

  @ParameterizedTest
  @MethodSource("ways")
  void servesAgainWhateverTheOrder(List<String> way, @TempDir Path data) throws Exception {
    try (TestAgent agent = new TestAgent(data, "localhost")) {
      agent.deployer.becomesReady.complete(null);
      assertThat(agent.get("/metrics").statusCode()).isEqualTo(200);
      for (String step : way) {
        String[] words = step.split(" ", -1);
        switch (words[0]) {
          case "stop" -> {
            bundle(agent, words[1]).stop();
            assertThat(isUrlTold(agent)).as("serving").isFalse();
          }
          case "start" -> bundle(agent, words[1]).start();
          default -> refresh(agent, List.of(words).subList(1, words.length));
        }
      }
      agent.awaitServing();
      awaitPage(agent);
    }
  }

  private static void awaitPage(TestAgent agent) {
    await()
        .ignoreExceptions()
        .until(() -> agent.get("/metrics").statusCode(), status -> status == 200);
  }

  /** Has the framework run them anew, as it does when a bundle that they use was replaced. */
  private static void refresh(TestAgent agent, List<String> symbolicNames) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    agent
        .framework()
        .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
        .adapt(FrameworkWiring.class)
        .refreshBundles(
            symbolicNames.stream().map(name -> bundle(agent, name)).toList(),
            event -> done.countDown());
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void keepsItsPortWhenJettyIsStartedAnew(@TempDir Path data) throws Exception {
    try (TestAgent agent = new TestAgent(data, "localhost")) {
      agent.deployer.becomesReady.complete(null);
      for (int i = 0; i < 3; i++) {
        bundle(agent, JETTY).stop();
        bundle(agent, JETTY).start();
        awaitPage(agent);
      }
    }
  }
}
