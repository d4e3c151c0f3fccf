package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What well-behaved clients do not send, and what the connection is used for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebServerTest {
  private static final int PATIENCE_MILLIS = 10_000;

  /** Of the server; those that answer are the engine's. */
  private static final Pattern OWN_THREADS =
      Pattern.compile("metricbay-http|qtp.*|Scheduler-.*|Session-HouseKeeper.*");

  private TestAgent agent;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    agent = new TestAgent(data, "127.0.0.1");
    agent.deployer.becomesReady.complete(null);
  }

  @AfterAll
  void stop() throws Exception {
    agent.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends a request as it stands, and reads until the server closes the connection. */
  private String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      send(socket, request);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BREW",
        "GET",
        "GET /metrics?collect[]=%zz HTTP/1.1",
        "GET /plugins/%zz HTTP/1.1",
        "GET /x/../metrics/%2e%2e/ HTTP/1.1"
      })
  void nonsenseIsABadRequest(String line) throws Exception {
    assertThat(raw(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("Content-Type: text/plain", "nosniff")
        .doesNotContain("<", "Exception", "Server:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=b|c", "a={b}", "a=\"", "a=b^c", "a=b`c", "a=b\\c", "a=[]", "a=ü"})
  void oddCharactersAreTheParametersBusiness(String query) throws Exception {
    assertThat(
            raw(
                "GET /metrics?"
                    + query
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .contains("node_load1 0.25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%2Fb", "a|b", "a%5Cb", "%25", "a;b", "a%3Bb"})
  void oddCharactersInANameToo(String name) throws Exception {
    assertThat(
            raw(
                "GET /plugins/"
                    + name
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ")
        .contains("there is no collector");
  }

  @Test
  void optionsOfAllIsAnswered() throws Exception {
    assertThat(raw("OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .containsPattern("^HTTP/1.1 20[04] ")
        .contains("Allow: ");
    assertThat(raw("OPTIONS / HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 204 ")
        .contains("Allow: GET, HEAD, OPTIONS");
  }

  @Test
  void bracketsMayBeSentAsTheyAre() throws Exception {
    assertThat(
            raw(
                "GET /metrics?collect[]=load HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .contains("node_load1 0.25")
        .doesNotContain("node_forks_total");
  }

  @Test
  void headTellsTheLength() throws Exception {
    int length = agent.getBytes("/metrics").body().length;
    assertThat(agent.send("HEAD", "/metrics").headers().firstValueAsLong("Content-Length"))
        .hasValue(length);
  }

  @Test
  void connectionIsKept() throws Exception {
    try (Socket socket = connect()) {
      for (int i = 0; i < 3; i++) {
        send(socket, "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(readUntil(socket, "healthy\n")).startsWith("HTTP/1.1 200 ");
      }
      send(socket, "PUT /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nab");
      assertThat(readUntil(socket, "OPTIONS\n")).startsWith("HTTP/1.1 405 ");
      send(socket, "PUT /metrics HTTP/1.1\r\nHost: elsewhere\r\nContent-Length: 1\r\n\r\nc");
      assertThat(readUntil(socket, "--allow-host\n")).startsWith("HTTP/1.1 403 ");
      send(socket, "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(readUntil(socket, "healthy\n")).startsWith("HTTP/1.1 200 ");
    }
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    byte[] answer = new byte[4096];
    int length = 0;
    String text = "";
    while (!text.endsWith(end)) {
      int more = socket.getInputStream().read(answer, length, answer.length - length);
      assertThat(more).as("the connection was closed after: " + text).isPositive();
      length += more;
      text = new String(answer, 0, length, StandardCharsets.UTF_8);
    }
    return text;
  }

  @Test
  void thoseWhoDawdleKeepNobodyWaiting() throws Exception {
    List<Socket> dawdling = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = connect();
        dawdling.add(socket);
        send(socket, i % 2 == 0 ? "GET /metr" : "");
      }
      assertThat(agent.get("/-/healthy").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : dawdling) {
        socket.close();
      }
    }
  }

  @Test
  void leavesNoThread(@TempDir Path data) throws Exception {
    List<Thread> before = threads();
    TestAgent another = new TestAgent(data, "127.0.0.1");
    another.deployer.becomesReady.complete(null);
    assertThat(another.get("/metrics").statusCode()).isEqualTo(200);
    List<Thread> its = new ArrayList<>(threads());
    its.removeAll(before);
    assertThat(its).isNotEmpty();
    another.close();
    for (Thread thread : its) {
      thread.join(PATIENCE_MILLIS);
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> OWN_THREADS.matcher(thread.getName()).matches())
        .toList();
  }
}
