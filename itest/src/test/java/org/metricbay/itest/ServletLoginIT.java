package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask a plugin's servlet where the agent asks for a login, or others can reach it. */
class ServletLoginIT {
  private static final String HELLO = "/x/org.example.servlet/hello";

  /** Of "metricbay". */
  private static final String HASH = "$2y$05$abcdefghijklmnopqrstuunqv6HtGEECxQ1D7I2qe2YFLYsDuqZUS";

  private static final String LOGIN =
      "Basic "
          + Base64.getEncoder().encodeToString("alice:metricbay".getBytes(StandardCharsets.UTF_8));

  private static int status(PackedAgent agent, String method, String... headers) {
    HttpRequest.Builder request =
        agent.request(HELLO).method(method, HttpRequest.BodyPublishers.noBody());
    return agent.send(headers.length == 0 ? request : request.headers(headers)).statusCode();
  }

  @Test
  void loginAndTokenAreAskedForThereToo(@TempDir Path work) throws Exception {
    Path config = work.resolve("web.yml");
    Files.writeString(config, "basic_auth_users:\n  alice: " + HASH + "\n");
    try (PackedAgent agent =
        PackedAgent.in(work)
            .with("run", "--host", "0.0.0.0", "--port", "0", "--web-config", config.toString())
            .start()) {
      agent.drop("servlet.jar", ServletExample.compiled(work).jar("1.0.0", ""));
      await("the servlet")
          .atMost(PackedAgent.DEADLINE)
          .until(() -> status(agent, "GET", "Authorization", LOGIN) == 200);
      HttpResponse<String> refused = agent.get(HELLO);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("Basic");
      assertThat(status(agent, "GET", "Authorization", LOGIN + "x")).isEqualTo(401);

      assertThat(status(agent, "POST")).isEqualTo(401);
      assertThat(status(agent, "POST", "Authorization", LOGIN)).isIn(401, 403);
      String token = Files.readString(agent.data().resolve("token")).strip();
      assertThat(status(agent, "POST", "Authorization", "Bearer " + token)).isEqualTo(200);
    }
  }

  @Test
  void withoutUsersWritesNeedTheToken(@TempDir Path work) throws Exception {
    try (PackedAgent agent =
        PackedAgent.in(work).with("run", "--host", "0.0.0.0", "--port", "0").start()) {
      agent.drop("servlet.jar", ServletExample.compiled(work).jar("1.0.0", ""));
      await("the servlet").atMost(PackedAgent.DEADLINE).until(() -> status(agent, "GET") == 200);
      assertThat(status(agent, "POST")).isEqualTo(401);
      agent.awaitValue("example_greetings_total", 0);
      String token = Files.readString(agent.data().resolve("token")).strip();
      assertThat(status(agent, "POST", "Authorization", "Bearer " + token)).isEqualTo(200);
      agent.awaitValue("example_greetings_total", 1);
    }
  }
}
