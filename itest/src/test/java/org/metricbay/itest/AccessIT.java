package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read, who may write, and what nobody gets to know. */
@ExtendWith(SharedAgent.class)
class AccessIT {
  private static final String SECRET = "hunter2hunter2hunter2hunter2hunter2";

  // On this host

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:8000",
        "127.0.0.1",
        "127.1.2.3:80",
        "[::1]",
        "[::1]:8000",
      })
  void ownNamesAreServed(String host, PackedAgent agent) throws Exception {
    for (String line : List.of("GET /metrics", "HEAD /plugins", "GET /", "PUT /plugins/reload")) {
      RawAnswer answer = RawConnection.ask(agent, line + " HTTP/1.1", "Host: " + host);
      assertThat(answer.assertSane().status()).as(line).isEqualTo(200);
    }
  }

  /** As a page sends it whose name leads to this host all of a sudden. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "127.0.0.256",
        "127.1",
        "0177.0.0.1",
        "2130706433",
        "localhost.",
        "0.0.0.0",
        "[::]",
        "[::ffff:127.0.0.1]",
        "192.168.1.1",
      })
  void othersAreNot(String host, PackedAgent agent) throws Exception {
    for (String line :
        List.of("GET /metrics", "GET /plugins", "GET /", "GET /x", "PUT /plugins/reload")) {
      RawAnswer answer = RawConnection.ask(agent, line + " HTTP/1.1", "Host: " + host);
      assertThat(answer.assertSane().status()).as(line).isEqualTo(403);
      assertThat(answer.body()).contains("\"" + host + "\"", "--allow-host");
    }
    RawAnswer healthy = RawConnection.ask(agent, "GET /-/healthy HTTP/1.1", "Host: " + host);
    assertThat(healthy.assertSane().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user@localhost", "localhost:x", "localhost/", "[::1", "a b", ""})
  void brokenNamesAreRefused(String host, PackedAgent agent) throws Exception {
    RawAnswer answer = RawConnection.ask(agent, "GET /metrics HTTP/1.1", "Host: " + host);
    assertThat(answer.assertSane().status()).isIn(400, 403);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://evil.example,             403",
    "Origin: null,                            403",
    "Origin: http://localhost.evil.example,   403",
    "Origin: file://,                         403",
    "'Origin: http://localhost\r\nOrigin: http://evil.example', 403",
    "Sec-Fetch-Site: cross-site,              403",
    "'Sec-Fetch-Site: same-origin, cross-site', 403",
    "'Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site', 403",
    "Origin: http://localhost:3000,           200",
    "Sec-Fetch-Site: same-origin,             200",
    "Accept: */*,                             200",
  })
  void writesComeFromNoOtherPage(String headers, int status, PackedAgent agent) throws Exception {
    RawAnswer answer =
        RawConnection.ask(
            agent,
            "PUT /plugins/reload HTTP/1.1",
            ("Host: localhost\r\n" + headers).split("\r\n", -1));
    assertThat(answer.assertSane().status()).as(answer.body()).isEqualTo(status);
  }

  @Test
  void preflightAllowsNothing(PackedAgent agent) throws Exception {
    RawAnswer answer =
        RawConnection.ask(
            agent,
            "OPTIONS /plugins/reload HTTP/1.1",
            "Host: localhost",
            "Origin: http://evil.example",
            "Access-Control-Request-Method: PUT");
    // Not one of the headers that would allow it.
    assertThat(answer.assertSane().status()).isEqualTo(204);
  }

  @Test
  void methodCannotBeHidden(PackedAgent agent) throws Exception {
    RawAnswer answer =
        RawConnection.ask(
            agent,
            "GET /plugins/reload HTTP/1.1",
            "Host: localhost",
            "X-HTTP-Method-Override: PUT");
    assertThat(answer.assertSane().status()).isEqualTo(405);
  }

  // What nobody gets to know

  @Test
  void whatIsSecretNeverReachesTheLog(PackedAgent agent) throws Exception {
    String query = "?token=" + SECRET;
    String login = "Authorization: Basic " + SECRET;
    List<Integer> statuses = new ArrayList<>();
    for (String line :
        List.of(
            "GET /metrics" + query,
            "PUT /plugins/reload" + query,
            "PUT /metrics" + query,
            "GET /nothing" + query,
            "GET /plugins/nothing" + query,
            "GET /metrics" + query + "&a=%zz",
            "PUT http://localhost/plugins/reload" + query)) {
      for (String host : List.of("localhost", "evil.example")) {
        RawAnswer answer =
            RawConnection.ask(agent, line + " HTTP/1.1", "Host: " + host, login).assertSane();
        statuses.add(answer.status());
        assertThat(answer.toString()).as(line).doesNotContain(SECRET);
      }
    }
    assertThat(statuses).contains(200, 400, 403, 404, 405);
    assertThat(agent.awaitLog("refused PUT /plugins/reload from 127.0.0.1")).contains("evil");
    assertThat(agent.log()).doesNotContain(SECRET, "?", "token");
  }

  /** What is malformed is not worth a line: others could fill the log with them. */
  @Test
  void logHasOneCleanLineForARefusalAndNoneForWhatIsMalformed(PackedAgent agent) throws Exception {
    for (String host : List.of("ev\u009bil", "ev\til", "ev\u00c2\u0085il", "a b", "[::1")) {
      RawAnswer answer = RawConnection.ask(agent, "GET /metrics HTTP/1.1", "Host: " + host);
      assertThat(answer.assertSane().status()).isEqualTo(400);
    }
    RawAnswer refusal =
        RawConnection.ask(
            agent,
            "PUT /a%0Ab%1b[31m\u009b\u0085 HTTP/1.1",
            "Host: localhost",
            "Origin: \u009b[31mevil\u0085\u00c2\u009b");
    assertThat(refusal.assertSane().body()).doesNotContainPattern("[\\x00-\\x09\\x7f-\\x9f]");
    assertThat(agent.awaitLog("refused PUT "))
        .doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f\\x{2028}\\x{2029}]");
    assertThat(agent.log().lines()).hasSize(1);
  }

  /** Where a proxy passes on the name that it was asked for. */
  @Test
  void furtherNamesMayBeAllowed(@TempDir Path work) throws Exception {
    try (PackedAgent agent =
        PackedAgent.in(work)
            .with("run", "--port", "0", "--allow-host", "metrics.example.org")
            .start()) {
      for (String host : List.of("metrics.example.org", "Metrics.Example.ORG:443", "localhost")) {
        RawAnswer answer = RawConnection.ask(agent, "GET /metrics HTTP/1.1", "Host: " + host);
        assertThat(answer.assertSane().status()).as(host).isEqualTo(200);
      }
      for (String host : List.of("example.org", "x.metrics.example.org", "metrics.example.orgx")) {
        RawAnswer answer = RawConnection.ask(agent, "GET /metrics HTTP/1.1", "Host: " + host);
        assertThat(answer.assertSane().status()).as(host).isEqualTo(403);
      }
      RawAnswer write =
          RawConnection.ask(
              agent,
              "PUT /plugins/reload HTTP/1.1",
              "Host: metrics.example.org",
              "Origin: https://metrics.example.org");
      assertThat(write.assertSane().status()).as(write.body()).isEqualTo(200);
    }
  }

  // For other machines

  /** With all that the log can say. */
  @Test
  void othersWriteWithTheTokenOnlyAndLearnNoPath(@TempDir Path work) throws Exception {
    try (PackedAgent agent =
        PackedAgent.in(work)
            .with("run", "--host", "0.0.0.0", "--port", "0", "--log-level", "debug")
            .start()) {
      AgentHttp asked = new AgentHttp(agent.url().replace("0.0.0.0", "127.0.0.1"));
      assertThat(asked.get("/metrics").statusCode()).isEqualTo(200);
      assertThat(asked.put("/plugins/reload").statusCode()).isEqualTo(401);
      String token = Files.readString(agent.data().resolve("token")).strip();
      assertThat(asked.get("/plugins").body()).doesNotContain(token);
      for (String login :
          List.of(
              "",
              "Bearer " + SECRET,
              "Bearer " + token + "x",
              "Bearer",
              token,
              "Basic " + token,
              "Bearer " + token.substring(1))) {
        HttpResponse<String> refusal = asked.send(reload(asked, login));
        assertThat(refusal.statusCode()).as(login).isEqualTo(401);
        assertThat(refusal.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(refusal.body())
            .contains("Authorization: Bearer TOKEN")
            .doesNotContain(work.toString(), System.getProperty("user.home"), "/");
      }
      assertThat(asked.send(reload(asked, "Bearer " + token)).statusCode()).isEqualTo(200);
      assertThat(
              asked
                  .send(reload(asked, "Bearer " + token).header("Origin", "http://evil.example"))
                  .statusCode())
          .isEqualTo(403);
      assertThat(agent.log()).contains("refused PUT").doesNotContain(token, SECRET);
    }
  }

  private static HttpRequest.Builder reload(AgentHttp agent, String login) {
    HttpRequest.Builder request =
        agent.request("/plugins/reload").PUT(HttpRequest.BodyPublishers.noBody());
    return login.isEmpty() ? request : request.header("Authorization", login);
  }
}
