package org.metricbay.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all endpoints have in common: methods, security headers, and how a failure shows. */
abstract class Endpoint extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Logger log = LoggerFactory.getLogger(getClass());
  private final List<String> methods;

  /** Takes the methods that it answers, in the order in which {@code Allow} lists them. */
  Endpoint(String... methods) {
    this.methods = List.of(methods);
  }

  /** An endpoint that only shows something. */
  Endpoint() {
    this("GET", "HEAD");
  }

  /** Whether there is anything at the request's path. */
  boolean exists(HttpServletRequest request) {
    return true;
  }

  /** Answers a request with one of the methods. */
  abstract void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    if (!exists(request)) {
      Answers.text(response, 404, "there is nothing here; / lists what there is");
      return;
    }
    if (!methods.contains(request.getMethod())) {
      String allowed = String.join(", ", methods);
      response.setHeader("Allow", allowed);
      Answers.text(
          response, 405, request.getMethod() + " is not possible here; possible: " + allowed);
      return;
    }
    try {
      answer(request, response);
    } catch (RuntimeException | Error e) {
      log.error(
          "{} {} failed: {}",
          request.getMethod(),
          Answers.oneLine(request.getRequestURI()),
          Answers.oneLine(e.toString()));
      log.debug("where it failed", e);
      Answers.failure(response);
    }
  }
}
