package org.metricbay.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.metricbay.http.access.AccessGuard;
import org.metricbay.http.access.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The common part of the agent's own servlets: methods and the handling of failures. */
abstract class AgentServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** What writes an answer. */
  @FunctionalInterface
  interface Answer {
    void to(HttpServletResponse response) throws IOException;
  }

  private final transient Logger log = LoggerFactory.getLogger(getClass());
  private final List<String> methods;
  private final String allowed;

  /** Makes a servlet that answers these methods, in the order in which {@code Allow} lists them. */
  AgentServlet(String... methods) {
    this.methods = List.of(methods);
    this.allowed = String.join(", ", methods) + ", OPTIONS";
  }

  /** A servlet that only shows something. */
  AgentServlet() {
    this("GET", "HEAD");
  }

  /** Whether there is anything at the request's path. */
  boolean exists(HttpServletRequest request) {
    return true;
  }

  /** Answers a request with one of the methods, at once or later. */
  abstract void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!AccessGuard.hasAdmitted(request)) {
      // The guard does not exist yet, or not any more.
      response.setHeader("Retry-After", "1");
      Answers.text(response, 503, "the agent is starting or ending");
    } else if (!exists(request)) {
      Answers.text(response, 404, "there is nothing here; / lists what there is");
    } else if (methods.contains(request.getMethod())) {
      end(request, response, answered -> answer(request, answered));
    } else {
      response.setHeader("Allow", allowed);
      if (request.getMethod().equals("OPTIONS")) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      } else {
        Answers.text(
            response, 405, request.getMethod() + " is not possible here; possible: " + allowed);
      }
    }
  }

  /** Ends what is answered after {@link #answer} has returned. */
  final void end(AsyncContext async, Answer answer) {
    try {
      end(
          (HttpServletRequest) async.getRequest(),
          (HttpServletResponse) async.getResponse(),
          answer);
    } catch (IOException e) {
      log.debug("the client has gone", e);
    } finally {
      async.complete();
    }
  }

  /** Answers, and says what has failed. */
  private void end(HttpServletRequest request, HttpServletResponse response, Answer answer)
      throws IOException {
    try {
      answer.to(response);
    } catch (RuntimeException | Error e) {
      failed(request, e);
      Answers.failure(response);
    }
  }

  /** Tells the log, but not the client, what has failed. */
  final void failed(HttpServletRequest request, Throwable e) {
    log.error("{} failed: {}", Words.ofRequest(request), Words.oneLine(e.toString()));
    log.debug("where it failed", e);
  }
}
