package org.metricbay.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** One that says nothing, listens to nothing, or says what makes no sense. */
final class RudeClient implements AutoCloseable {
  private static final int MOST = 120;
  private static final String ASK = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final List<String> ODD =
      List.of(
          "\r\n\r\n\r\n",
          "GET\r\n\r\n",
          "GET /metrics HTTP/9.9\r\nHost: localhost\r\n\r\n",
          "BREW /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET /%00%9b%0a HTTP/1.1\r\nHost: \u001b[31m\u009b\r\n\r\n",
          "PUT /plugins/reload?token=secret HTTP/1.1\r\nHost: evil.example\r\n\r\n",
          "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\nx",
          "GET /metrics HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
          "GET /metrics?" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

  private final int port;
  private final Random random;
  private final Deque<Socket> open = new ArrayDeque<>();

  RudeClient(String url, Random random) {
    port = URI.create(url).getPort();
    this.random = random;
  }

  void act() throws IOException {
    switch (random.nextInt(3)) {
      case 0 -> connect(30, "");
      case 1 -> connect(5, ASK.repeat(20));
      default -> connect(1, random.nextInt(4) == 0 ? noise() : odd());
    }
    while (open.size() > MOST) {
      open.remove().close();
    }
  }

  private String odd() {
    return ODD.get(random.nextInt(ODD.size()));
  }

  private String noise() {
    byte[] noise = new byte[random.nextInt(2000)];
    random.nextBytes(noise);
    return new String(noise, StandardCharsets.ISO_8859_1);
  }

  /** Connects so often, says the same each time, and reads nothing. */
  private void connect(int times, String said) throws IOException {
    for (int i = 0; i < times; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      open.add(socket);
      try {
        OutputStream out = socket.getOutputStream();
        out.write(said.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      } catch (IOException e) {
        // It may hang up on such a one.
        socket.close();
      }
    }
  }

  /** Hangs up. */
  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.remove().close();
    }
  }
}
