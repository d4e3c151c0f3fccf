package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no good client sends get a plain answer, and harm nobody. */
@ExtendWith(SharedAgent.class)
class OddRequestsIT {
  private static final String HOST = "Host: localhost";

  /** Others could fill the log. */
  @AfterEach
  void logSaysNothing(PackedAgent agent) throws Exception {
    assertThat(agent.log()).isEmpty();
  }

  // What is asked for

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=b|c",
        "a={b}",
        "a=\"",
        "a=b^c",
        "a=b`c",
        "a=b\\c",
        "a=<b>",
        "[]",
        "&&=&",
        "?",
        "a=\u00e4",
        "a=%C3%A4",
        "a=b;c",
        "a='",
        "a=%00",
        "collect[]=healthy",
        "collect%5b%5D=healthy"
      })
  void queriesMayHoldAnything(String query, PackedAgent agent) throws Exception {
    RawAnswer answer =
        RawConnection.ask(agent, "GET /metrics?" + query + " HTTP/1.1", HOST).assertSane();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\nhealthy_value 42\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics?a=%zz",
        "/metrics?collect[]=%zz",
        "/metrics?a=%",
        "/plugins/%zz",
        "/plugins/%4",
        "/plugins/%00",
        "/plugins/%2e%2e",
        "/plugins/%ff",
        "/metrics?a=%FF",
        "metrics",
      })
  void brokenOrMisleadingEscapesAreRefused(String target, PackedAgent agent) throws Exception {
    RawAnswer answer = RawConnection.ask(agent, "GET " + target + " HTTP/1.1", HOST).assertSane();
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("content-type")).startsWith("text/plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a|b",
        "{a}",
        "\"",
        "^",
        "`",
        "\\",
        "<a>",
        "a%2Fb",
        "a%2fb%2F",
        "%2F",
        "a%5Cb",
        "%25",
        "a%20b",
        "%0a",
        "a;b=c",
        "a%3Bb",
        "a/b",
        "/healthy",
        "",
        "\u00c3\u00a4",
        "%C3%A4",
        "%F0%9F%8E%88",
        "a&b",
        "a+b",
        "a'b",
        "a:b",
        "a@b",
        "~",
        "*",
        "$",
        "!",
        "a,b",
        "(a)",
        "%22%3E",
        "healthy%20"
      })
  void namesOfPluginsMayHoldAnything(String name, PackedAgent agent) throws Exception {
    RawAnswer answer =
        RawConnection.ask(agent, "GET /plugins/" + name + " HTTP/1.1", HOST).assertSane();
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("content-type")).startsWith("application/json");
    assertThat(answer.body()).startsWith("{\"error\":").contains("healthy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/plugins/%68ealthy", "/./plugins/healthy", "/plugins/../plugins/healthy"})
  void namesOfPluginsMayBeSpeltOddly(String path, PackedAgent agent) throws Exception {
    RawAnswer answer = RawConnection.ask(agent, "GET " + path + " HTTP/1.1", HOST).assertSane();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"healthy_value\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics/",
        "//metrics",
        "/METRICS",
        "/favicon.ico",
        "/plugins/reload/",
        "/-/",
        "/..",
        "/../etc/passwd",
        "/%2fetc%2fpasswd"
      })
  void whatIsNotThereIsNotFound(String path, PackedAgent agent) throws Exception {
    RawAnswer answer = RawConnection.ask(agent, "GET " + path + " HTTP/1.1", HOST).assertSane();
    assertThat(answer.status()).as(answer.body()).isIn(400, 404);
  }

  // How it is asked for

  @ParameterizedTest
  @CsvSource({
    "GET,     /plugins/reload,  405, 'PUT, OPTIONS'",
    "POST,    /plugins/reload,  405, 'PUT, OPTIONS'",
    "PUT,     /metrics,         405, 'GET, HEAD, OPTIONS'",
    "DELETE,  /plugins/healthy, 405, 'GET, HEAD, OPTIONS'",
    "POST,    /-/healthy,       405, 'GET, HEAD, OPTIONS'",
    "PATCH,   /,                405, 'GET, HEAD, OPTIONS'",
    "TRACE,   /metrics,         405, 'GET, HEAD, OPTIONS'",
    "BREW,    /metrics,         405, 'GET, HEAD, OPTIONS'",
    "get,     /metrics,         405, 'GET, HEAD, OPTIONS'",
    "CONNECT, localhost:80,     405, ",
    "OPTIONS, /,                204, 'GET, HEAD, OPTIONS'",
    "OPTIONS, /metrics,         204, 'GET, HEAD, OPTIONS'",
    "OPTIONS, /plugins/reload,  204, 'PUT, OPTIONS'",
    "OPTIONS, *,                204, 'GET, HEAD, OPTIONS'",
  })
  void methods(String method, String target, int status, String allowed, PackedAgent agent)
      throws Exception {
    RawAnswer answer =
        RawConnection.ask(agent, method + " " + target + " HTTP/1.1", HOST).assertSane();
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (allowed != null) {
      assertThat(answer.header("allow")).isEqualTo(allowed);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.0, ,                            200",
    "HTTP/1.0, Host: localhost,             200",
    "HTTP/1.1, Host: localhost,             200",
    "HTTP/1.1, ,                            400",
    "HTTP/1.1, 'Host: localhost\r\nHost: localhost', 400",
    "HTTP/1.1, 'Host: localhost\r\nHost: other.example', 400",
    "HTTP/1.1, Host : localhost,            400",
    "HTTP/1.1, 'Host: localhost\r\n folded: line', 400",
    "HTTP/1.1, 'Host: localhost\r\nno colon', 400",
    "HTTP/1.1, 'Host: localhost\r\nExpect: 200-ok', 417",
    "HTTP/2.0, Host: localhost,             426",
    "HTTP/0.9, Host: localhost,             505",
    "HTTP/1.7, Host: localhost,             505",
    "FTP/1.1,  Host: localhost,             505",
    "'',       Host: localhost,             505",
  })
  void versionsAndHosts(String version, String headers, int status, PackedAgent agent)
      throws Exception {
    String[] lines = headers == null ? new String[0] : headers.split("\r\n", -1);
    RawAnswer answer =
        RawConnection.ask(agent, ("GET /-/healthy " + version).strip(), lines).assertSane();
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
        "Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 2x\r\n\r\nab",
        "Content-Length: 99999999999999999999\r\n\r\nab",
        "Transfer-Encoding: gzip\r\n\r\nab",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
      })
  void bodiesOfUncertainLengthAreRefused(String rest, PackedAgent agent) throws Exception {
    try (RawConnection connection = RawConnection.to(agent)) {
      connection.send("PUT /plugins/reload HTTP/1.1\r\nHost: localhost\r\n" + rest);
      RawAnswer answer = connection.answer().assertSane();
      assertThat(answer.status()).isIn(400, 411, 501);
      // Nothing that follows may be taken for a request.
      assertThat(connection.readAll()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n",
        "\0\0\0\0\r\n\r\n",
        "GET\r\n\r\n",
        " \r\n\r\n"
      })
  void garbage(String text, PackedAgent agent) throws Exception {
    try (RawConnection connection = RawConnection.to(agent)) {
      RawAnswer answer = connection.send(text).halfClose().answer().assertSane();
      assertThat(answer.status()).isIn(400, 505);
      assertThat(connection.readAll()).isEmpty();
    }
  }

  @Test
  void linesMayEndInLineFeeds(PackedAgent agent) throws Exception {
    try (RawConnection connection = RawConnection.to(agent)) {
      connection.send("GET /-/healthy HTTP/1.1\nHost: localhost\nConnection: close\n\n");
      assertThat(connection.readAll()).startsWith("HTTP/1.1 ").doesNotContain("\tat ");
    }
  }

  @Test
  void tlsOnThePlainPortFailsAtOnce(PackedAgent agent) throws Exception {
    int port = URI.create(agent.url()).getPort();
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket tls =
            (SSLSocket)
                ((SSLSocketFactory) SSLSocketFactory.getDefault())
                    .createSocket(plain, "localhost", port, true)) {
      tls.setSoTimeout((int) PackedAgent.DEADLINE.toMillis());
      assertThatThrownBy(tls::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"GET /%s HTTP/1.1, 414", "'GET / HTTP/1.1\r\nX: %s', 431"})
  void hugeHeads(String request, int status, PackedAgent agent) throws Exception {
    String text = "";
    try (RawConnection connection = RawConnection.to(agent)) {
      connection.send(request.formatted("a".repeat(1_000_000)) + "\r\nHost: localhost\r\n\r\n");
      text = connection.readAll();
    } catch (IOException e) {
      // The agent does not read all of it, so the answer may be lost.
      assertThat(e).hasMessageMatching("Connection reset|Broken pipe.*");
    }
    assertThat(text).matches("|(?s)HTTP/1.1 " + status + " .*");
  }

  // How the connection is used

  @ParameterizedTest
  @ValueSource(strings = {"/-/healthy", "/-/ready", "/nothing", "/plugins/nothing"})
  void headTellsTheLengthOfGet(String path, PackedAgent agent) throws Exception {
    RawAnswer head = RawConnection.ask(agent, "HEAD " + path + " HTTP/1.1", HOST).assertSane();
    RawAnswer get = RawConnection.ask(agent, "GET " + path + " HTTP/1.1", HOST).assertSane();
    assertThat(head.length()).isPositive().isEqualTo(get.length());
    assertThat(head.status()).isEqualTo(get.status());
  }

  @Test
  void connectionIsKeptAfterAnyAnswer(PackedAgent agent) throws Exception {
    try (RawConnection connection = RawConnection.to(agent)) {
      for (String method : List.of("HEAD", "GET", "PUT", "OPTIONS")) {
        for (String path : List.of("/metrics", "/", "/nothing", "/plugins/nothing?a=%zz")) {
          connection.send(method + " " + path + " HTTP/1.1\r\n" + HOST + "\r\n\r\n");
          RawAnswer answer = connection.answer(method).assertSane();
          assertThat(answer.header("connection")).as(method + path).isEmpty();
        }
      }
    }
  }

  @Test
  void requestsMayFollowEachOtherAtOnce(PackedAgent agent) throws Exception {
    try (RawConnection connection = RawConnection.to(agent)) {
      String end = " HTTP/1.1\r\n" + HOST + "\r\n\r\n";
      connection.send(
          ("GET /-/healthy" + end + "GET /metrics" + end + "HEAD /metrics" + end)
              + ("PUT /plugins/reload HTTP/1.1\r\nContent-Length: 3\r\n" + HOST + "\r\n\r\nabc")
              + ("GET /plugins/healthy" + end + "GET /nothing" + end));
      assertThat(connection.answer().body()).isEqualTo("healthy\n");
      assertThat(connection.answer().body()).contains("\nhealthy_value 42\n");
      assertThat(connection.answer("HEAD").length()).isPositive();
      assertThat(connection.answer().body()).startsWith("{");
      assertThat(connection.answer().body()).contains("\"healthy_value\"");
      assertThat(connection.answer().status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0\r\n", "HTTP/1.1\r\nHost: localhost\r\n"})
  void clientThatSaysNoMoreGetsItsPage(String rest, PackedAgent agent) throws Exception {
    try (RawConnection connection = RawConnection.to(agent)) {
      connection.send("GET /metrics " + rest + "\r\n").halfClose();
      assertThat(connection.answer().body()).contains("\nhealthy_value 42\n");
      assertThat(connection.readAll()).isEmpty();
    }
  }
}
