package org.metricbay.http.access;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.metricbay.http.access.WriteGuard.Refusal;
import org.metricbay.http.access.WriteGuard.Request;
import org.metricbay.http.webconfig.Login;
import org.metricbay.http.webconfig.RateLimit;
import org.metricbay.http.webconfig.WebConfig;

/** What the web configuration asks of every request: a login, and not too many at once. */
final class Entry {
  private final Login login = new Login();
  private final WriteGuard guard;
  private volatile @Nullable TokenBucket bucket;

  /** Takes the guard, which knows the token that passes as a login. */
  Entry(WriteGuard guard) {
    this.guard = guard;
  }

  /** Why the request is not answered; empty if it is. */
  Optional<Refusal> refusal(WebConfig config, Request request) {
    if (config.rateLimit().isPresent()
        && !bucket(config.rateLimit().get()).take(System.nanoTime())) {
      return Optional.of(new Refusal(429, "too many requests: ask again later"));
    }
    Map<String, String> users = config.users();
    if (users.isEmpty() || guard.hasToken(request)) {
      return Optional.empty();
    }
    return switch (login.check(users, request.authorization())) {
      case PASS -> Optional.empty();
      case REFUSED ->
          Optional.of(
              new Refusal(
                  401,
                  "log in with a user of the agent's web configuration",
                  Optional.of("Basic realm=\"metricbay\", charset=\"UTF-8\"")));
      case BUSY -> Optional.of(new Refusal(503, "too many log in just now: ask again later"));
    };
  }

  private TokenBucket bucket(RateLimit limit) {
    TokenBucket known = bucket;
    if (known == null || !known.isOf(limit)) {
      known = new TokenBucket(limit, System.nanoTime());
      bucket = known;
    }
    return known;
  }
}
