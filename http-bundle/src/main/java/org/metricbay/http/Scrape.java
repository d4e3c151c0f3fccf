package org.metricbay.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A request that waits for its page, without a thread. */
record Scrape(AsyncContext async, BodyWriter writer) {

  /** Releases the container's thread. */
  static Scrape begin(HttpServletRequest request, Unread unread) throws IOException {
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    return new Scrape(async, BodyWriter.of(async, unread));
  }

  HttpServletRequest request() {
    return (HttpServletRequest) async.getRequest();
  }

  HttpServletResponse response() {
    return (HttpServletResponse) async.getResponse();
  }

  /** Says in one line why there is no page, unless a part of it has gone out already. */
  void refuse(int status, String message) {
    if (response().isCommitted()) {
      writer.end();
    } else {
      writer.write(Answers.line(response(), status, message));
    }
  }
}
