package org.metricbay.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.metricbay.http.WriteGuard.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the {@link WriteGuard} before every endpoint, so that a new one cannot forget it. */
final class WriteFilter extends Filter {
  private final Logger log = LoggerFactory.getLogger(WriteFilter.class);
  private final WriteGuard guard;

  /**
   * Makes the filter, and the token if one is needed: on the loopback address nobody needs it, so
   * none lies about.
   *
   * @param host the address that the agent listens on
   * @param data the folder that holds the token
   */
  WriteFilter(String host, Optional<Path> data) {
    Optional<String> bound = Optional.of(host);
    guard =
        new WriteGuard(
            bound, WriteGuard.isReachable(bound) ? data.flatMap(this::token) : Optional.empty());
  }

  private Optional<WriteToken> token(Path folder) {
    try {
      return Optional.of(WriteToken.in(folder));
    } catch (IOException e) {
      log.error("no token in {}: {}; writes from other machines are refused", folder, e.toString());
      return Optional.empty();
    }
  }

  @Override
  public String description() {
    return "refuses writes of those who must not";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    Optional<Refusal> refusal =
        guard.refusal(
            new WriteGuard.Request(
                exchange.getRequestMethod(),
                Optional.ofNullable(headers.getFirst("Host")),
                Optional.ofNullable(headers.getFirst("Origin")),
                Optional.ofNullable(headers.getFirst("Sec-Fetch-Site")),
                Optional.ofNullable(headers.getFirst("Authorization"))));
    if (refusal.isEmpty()) {
      chain.doFilter(exchange);
      return;
    }
    log.warn(
        "refused {} from {}: {}",
        Answers.inLog(exchange),
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        Answers.oneLine(refusal.get().message()));
    if (refusal.get().status() == 401) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
    }
    Answers.text(exchange, refusal.get().status(), refusal.get().message());
  }
}
