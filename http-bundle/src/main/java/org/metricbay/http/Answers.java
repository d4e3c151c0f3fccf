package org.metricbay.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes whole answers, with their length. */
final class Answers {
  private static final int NO_BODY = -1;

  /**
   * In bytes. For each connection the JDK's server keeps twice as much in memory as was written to
   * it at once, and the JVM as much for each thread.
   */
  private static final int PIECE = 1 << 15;

  private Answers() {}

  /** One line of plain text; line breaks and other controls in the message become blanks. */
  static void text(HttpExchange exchange, int status, String message) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", bytes(oneLine(message) + "\n"));
  }

  /** Says that the request failed, unless a part of the answer has gone out already. */
  static void failure(HttpExchange exchange) throws IOException {
    boolean begun = exchange.getResponseCode() != -1;
    if (!begun) {
      text(exchange, 500, "internal error; the agent's log says more");
    }
  }

  static void json(HttpExchange exchange, int status, Json json) throws IOException {
    send(exchange, status, "application/json;charset=utf-8", bytes(json.text() + "\n"));
  }

  static void html(HttpExchange exchange, String page) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'");
    headers.set("Referrer-Policy", "no-referrer");
    send(exchange, 200, "text/html;charset=utf-8", bytes(page));
  }

  private static void send(HttpExchange exchange, int status, String contentType, byte[] body)
      throws IOException {
    send(exchange, status, contentType, body, body.length);
  }

  /**
   * Sends the first bytes of an array, and ends the exchange. {@code HEAD} gets the length that the
   * body would have.
   */
  static void send(HttpExchange exchange, int status, String contentType, byte[] body, int length)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", contentType);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(length));
      exchange.sendResponseHeaders(status, NO_BODY);
    } else {
      exchange.sendResponseHeaders(status, length == 0 ? NO_BODY : length);
      write(body, length, exchange.getResponseBody());
    }
    exchange.close();
  }

  private static void write(byte[] body, int length, OutputStream out) throws IOException {
    for (int at = 0; at < length; at += PIECE) {
      out.write(body, at, Math.min(PIECE, length - at));
    }
  }

  static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /** Method and address of a request, as a line of the log may have them. */
  static String inLog(HttpExchange exchange) {
    return oneLine(exchange.getRequestMethod() + " " + exchange.getRequestURI());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
