package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Good requests with something wrong in them, as fuzzers and broken networks make them. */
@ExtendWith(SharedAgent.class)
class MutatedRequestsIT {
  private static final int CASES = 300;

  /** Now and then it frees a buffer twice when a client goes: Jetty's issue 12939, not mended. */
  private static final String JETTYS_RACE = "already released ReferenceCounter";

  private static final List<String> GOOD =
      List.of(
          "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: application/openmetrics-text;q=0.5"
              + "\r\nAccept-Encoding: gzip;q=0.9\r\nX-Prometheus-Scrape-Timeout-Seconds: 10\r\n\r\n",
          "GET /metrics?collect%5B%5D=healthy&exclude[]=other HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
          "HEAD /plugins/healthy HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: a (b; c)\r\n\r\n",
          "PUT /plugins/reload HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
              + "Content-Length: 3\r\n\r\nabc",
          "PUT /plugins/reload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked"
              + "\r\n\r\n3;a=b\r\nabc\r\n0\r\nTrailer: x\r\n\r\n",
          "OPTIONS / HTTP/1.0\r\nCookie: a=b; c=\"d\"\r\nRange: bytes=0-1\r\n\r\n");

  private static final List<String> SPICES =
      List.of(
          "\r\n",
          "\0",
          "%",
          "%00",
          "..",
          "/",
          "\u00ff",
          "\t",
          " ",
          ":",
          "-1",
          "\r",
          "\n",
          ";",
          "99999999999",
          "\u00c3\u00a4",
          "?",
          "#",
          "\\",
          "\u0016\u0003\u0001");

  @Test
  void getAPlainAnswerOrNone(PackedAgent agent) throws Exception {
    long seed = System.nanoTime();
    System.out.println("MutatedRequestsIT: seed " + seed);
    Random random = new Random(seed);
    int answered = 0;
    for (int i = 0; i < CASES; i++) {
      String request = mutated(random);
      String what = "seed " + seed + ", case " + i + ": " + request;
      try (RawConnection connection = RawConnection.to(agent)) {
        String text = connection.send(request).halfClose().readAll();
        if (!text.isEmpty()) {
          answered++;
          RawAnswer answer = RawAnswer.ofHead(text).assertSane();
          assertThat(answer.status())
              .as(what)
              .matches(status -> status < 500 || status == 501 || status == 505);
          assertThat(text).as(what).doesNotContain("\tat ", "Exception");
        }
      } catch (IOException e) {
        throw new AssertionError(what, e);
      }
    }
    assertThat(answered).as("answers").isGreaterThan(CASES / 2);
    assertThat(agent.get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(agent.log().lines())
        .as("seed " + seed)
        .allMatch(line -> line.contains(" WARNING refused ") || line.contains(JETTYS_RACE));
  }

  private static String mutated(Random random) {
    StringBuilder text = new StringBuilder(GOOD.get(random.nextInt(GOOD.size())));
    for (int times = 1 + random.nextInt(3); times > 0 && !text.isEmpty(); times--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.delete(at, to);
        case 2 -> text.insert(at, text.substring(at, to));
        case 3 -> text.insert(at, SPICES.get(random.nextInt(SPICES.size())));
        default -> text.setLength(Math.max(at, 1));
      }
    }
    return text.toString();
  }
}
