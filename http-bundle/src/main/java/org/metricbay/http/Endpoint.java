package org.metricbay.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all endpoints have in common: a path, methods, and how a failure shows. */
abstract class Endpoint {
  private static final String ALL_BELOW = "/*";

  /** What answers a request. */
  @FunctionalInterface
  interface Ending {
    void run() throws IOException;
  }

  private final Logger log = LoggerFactory.getLogger(getClass());

  private final String path;
  private final List<String> methods;

  /**
   * Makes an endpoint.
   *
   * @param path where it is, or with {@code /*} at its end, below what it is
   * @param methods what it answers, in the order in which {@code Allow} lists them
   */
  Endpoint(String path, String... methods) {
    this.path = path;
    this.methods = List.of(methods);
  }

  /** An endpoint that only shows something. */
  Endpoint(String path) {
    this(path, "GET", "HEAD");
  }

  /** Whether it is at exactly this path. */
  final boolean isAt(String requested) {
    return path.equals(requested);
  }

  /** Whether this path is one of all those that it is at. */
  final boolean hasBelow(String requested) {
    return path.endsWith(ALL_BELOW)
        && requested.startsWith(path.substring(0, path.length() - ALL_BELOW.length() + 1));
  }

  /**
   * Answers a request with one of the methods, or sees to it that it is {@linkplain #end ended}
   * later.
   */
  abstract void answer(HttpExchange exchange) throws IOException;

  /** Answers any request. */
  final void handle(HttpExchange exchange) throws IOException {
    if (!methods.contains(exchange.getRequestMethod())) {
      String allowed = String.join(", ", methods);
      exchange.getResponseHeaders().set("Allow", allowed);
      Answers.text(
          exchange,
          405,
          exchange.getRequestMethod() + " is not possible here; possible: " + allowed);
      return;
    }
    end(exchange, () -> answer(exchange));
  }

  /** Answers, and says what has failed; for what is answered after {@link #answer} has returned. */
  final void end(HttpExchange exchange, Ending ending) throws IOException {
    try {
      ending.run();
    } catch (RuntimeException | Error e) {
      log.error("{} failed: {}", Answers.inLog(exchange), Answers.oneLine(e.toString()));
      log.debug("where it failed", e);
      Answers.failure(exchange);
    }
  }
}
