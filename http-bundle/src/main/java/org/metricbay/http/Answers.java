package org.metricbay.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes whole answers, with their length. */
final class Answers {
  private Answers() {}

  /** One line of plain text; line breaks and other controls in the message become blanks. */
  static void text(HttpServletResponse response, int status, String message) throws IOException {
    send(response, status, "text/plain; charset=utf-8", bytes(oneLine(message) + "\n"));
  }

  /** Says that the request failed, unless a part of the answer has gone out already. */
  static void failure(HttpServletResponse response) throws IOException {
    if (!response.isCommitted()) {
      response.resetBuffer();
      text(response, 500, "internal error; the agent's log says more");
    }
  }

  static void json(HttpServletResponse response, int status, Json json) throws IOException {
    send(response, status, "application/json; charset=utf-8", bytes(json.text() + "\n"));
  }

  static void html(HttpServletResponse response, String page) throws IOException {
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'");
    response.setHeader("Referrer-Policy", "no-referrer");
    send(response, 200, "text/html; charset=utf-8", bytes(page));
  }

  static void send(HttpServletResponse response, int status, String contentType, byte[] body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(contentType);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
