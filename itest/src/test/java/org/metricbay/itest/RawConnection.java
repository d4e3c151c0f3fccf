package org.metricbay.itest;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection to the agent that says what no client would say. */
final class RawConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  private RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    socket.setSoTimeout((int) PackedAgent.DEADLINE.toMillis());
  }

  static RawConnection to(AgentHttp agent) throws IOException {
    return to(URI.create(agent.url()).getPort());
  }

  static RawConnection to(int port) throws IOException {
    return new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Sends a request with the given first line, and reads the answer. */
  static RawAnswer ask(AgentHttp agent, String firstLine, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(firstLine).append("\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    try (RawConnection connection = to(agent)) {
      return connection.send(request + "Connection: close\r\n\r\n").last(firstLine);
    }
  }

  /** Sends text, each character as one byte. */
  RawConnection send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Waits longer for the agent than usual. */
  RawConnection patient(Duration time) throws IOException {
    socket.setSoTimeout((int) time.toMillis());
    return this;
  }

  /** Tells that no more will be sent. */
  RawConnection halfClose() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Reads an answer to a request other than HEAD. */
  RawAnswer answer() throws IOException {
    return answer("GET");
  }

  /** Reads an answer to a request that begins so. */
  RawAnswer answer(String method) throws IOException {
    RawAnswer answer = RawAnswer.ofHead(head());
    int length = method.startsWith("HEAD") ? 0 : answer.length();
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return answer.withBody(body);
  }

  /** Reads an answer, after which the agent must close the connection. */
  private RawAnswer last(String method) throws IOException {
    RawAnswer answer = answer(method);
    if (in.read() >= 0) {
      throw new AssertionError("more than an answer: " + answer);
    }
    return answer;
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("closed by the agent after: " + text);
      }
      head.write(next);
      text = next == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : text;
    }
    return text;
  }

  /** Reads what comes until the agent closes the connection. */
  String readAll() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
