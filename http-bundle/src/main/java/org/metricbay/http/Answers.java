package org.metricbay.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.metricbay.http.access.Words;

/**
 * Writes whole answers into the container's buffer. The container sends it with its length, without
 * blocking a thread when the client is slow.
 */
final class Answers {
  static final String INTERNAL_ERROR = "internal error; the agent's log says more";

  private static final String PLAIN = "text/plain; charset=utf-8";

  private Answers() {}

  /** One line of plain text; line breaks and other controls in the message become blanks. */
  static void text(HttpServletResponse response, int status, String message) throws IOException {
    send(response, status, PLAIN, Words.oneLine(message) + "\n");
  }

  /** The same for who sends it; the rest of the answer is set. */
  static Body line(HttpServletResponse response, int status, String message) {
    byte[] bytes = (Words.oneLine(message) + "\n").getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(PLAIN);
    response.setContentLength(bytes.length);
    return new Body(bytes);
  }

  /** Says that the request failed, unless a part of the answer has gone out already. */
  static void failure(HttpServletResponse response) throws IOException {
    if (!response.isCommitted()) {
      response.resetBuffer();
      text(response, 500, INTERNAL_ERROR);
    }
  }

  static void json(HttpServletResponse response, int status, Json json) throws IOException {
    send(response, status, "application/json;charset=utf-8", json.text() + "\n");
  }

  static void html(HttpServletResponse response, String page) throws IOException {
    send(response, 200, "text/html;charset=utf-8", page);
  }

  private static void send(
      HttpServletResponse response, int status, String contentType, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(contentType);
    // Larger than the answer, as a buffer that is full is sent at once, by a thread that waits.
    response.setBufferSize(body.length + 1);
    response.getOutputStream().write(body);
  }
}
