package org.metricbay.http.webconfig;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a web configuration file says, checked.
 *
 * @param tls how to serve HTTPS; nothing means plain HTTP
 * @param http2 whether HTTP/2 is offered, which needs TLS
 * @param headers what every answer carries, in the file's order
 * @param users names and their bcrypt hashes; without any no login is needed
 * @param rateLimit how many requests are answered
 * @param warnings one line each: what is in the file but has another effect than one may think
 */
public record WebConfig(
    Optional<TlsSettings> tls,
    boolean http2,
    Map<String, String> headers,
    Map<String, String> users,
    Optional<RateLimit> rateLimit,
    List<String> warnings) {
  public WebConfig {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
    warnings = List.copyOf(warnings);
  }

  /** Whether it changes nothing at all. */
  boolean isEmpty() {
    return tls.isEmpty() && http2 && headers.isEmpty() && users.isEmpty() && rateLimit.isEmpty();
  }

  /** Without hashes. */
  @Override
  public String toString() {
    return "web configuration with "
        + (tls.isPresent() ? "TLS" : "no TLS")
        + ", users: "
        + users.size()
        + ", headers: "
        + headers.keySet();
  }
}
