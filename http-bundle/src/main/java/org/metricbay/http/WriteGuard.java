package org.metricbay.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides whether a request may change something. There are no users and no passwords, so it keeps
 * out those who can make a request but should not: a web page in the browser of someone on this
 * host, and everybody on the network.
 *
 * <p>An agent that listens on the loopback address only takes writes that were sent to a loopback
 * name (which a page with a re-bound DNS name cannot do) by no page or a loopback page. An agent
 * that others can reach asks for its token.
 */
final class WriteGuard {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|\\[::1]");
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[0-9a-f:.]+]|[^:\\[\\]/@]+)(:(?<port>\\d{1,5}))?");

  private final boolean reachable;
  private final Optional<WriteToken> token;

  /**
   * Makes a guard.
   *
   * @param boundHost the address that the agent listens on, as configured; none means all
   * @param token the token that lets others write; none lets nobody
   */
  WriteGuard(Optional<String> boundHost, Optional<WriteToken> token) {
    this.reachable = isReachable(boundHost);
    this.token = token;
  }

  /** Whether other machines can reach an agent that listens on this address; none means all. */
  static boolean isReachable(Optional<String> boundHost) {
    return boundHost.filter(WriteGuard::isLoopback).isEmpty();
  }

  /** What the decision rests on. Absent headers are empty. */
  record Request(
      String method,
      Optional<String> host,
      Optional<String> origin,
      Optional<String> fetchSite,
      Optional<String> authorization) {}

  /**
   * What to answer instead of carrying out a request.
   *
   * @param status 401 or 403
   * @param message what is wrong and what to do about it
   */
  record Refusal(int status, String message) {}

  /** Why the request must not be carried out; empty if it may. */
  Optional<Refusal> refusal(Request request) {
    if (READING.contains(request.method())) {
      return Optional.empty();
    }
    if (request.fetchSite().filter("cross-site"::equalsIgnoreCase).isPresent()) {
      return forbidden("a page of another site sent this request; send it from a shell instead");
    }
    return reachable ? refusalToOthers(request) : refusalOnLoopback(request);
  }

  private static Optional<Refusal> refusalOnLoopback(Request request) {
    String host = request.host().orElse("");
    if (hostOf(host).filter(WriteGuard::isLoopback).isEmpty()) {
      return forbidden(
          "the Host \"" + host + "\" is not this machine's own; use http://localhost:PORT/…");
    }
    if (request.origin().isPresent()
        && originAuthority(request.origin().get())
            .flatMap(WriteGuard::hostOf)
            .filter(WriteGuard::isLoopback)
            .isEmpty()) {
      return foreign(request.origin().get());
    }
    return Optional.empty();
  }

  private Optional<Refusal> refusalToOthers(Request request) {
    if (request.origin().isPresent()
        && (request.host().isEmpty()
            || !sameAuthority(request.origin().get(), request.host().get()))) {
      return foreign(request.origin().get());
    }
    if (token.isEmpty()) {
      return forbidden(
          "the agent has no token file, so it takes no writes; set metricbay.data to a folder that"
              + " it may write");
    }
    if (!bearer(request.authorization()).map(token.get()::matches).orElse(false)) {
      return Optional.of(
          new Refusal(
              401,
              "the agent can be reached from other machines, so this needs the header"
                  + " \"Authorization: Bearer TOKEN\" with the token in the file "
                  + token.get().file()));
    }
    return Optional.empty();
  }

  private static Optional<Refusal> foreign(String origin) {
    return forbidden(
        "the Origin \"" + origin + "\" is not the agent's own; send this from a shell instead");
  }

  private static Optional<Refusal> forbidden(String message) {
    return Optional.of(new Refusal(403, message));
  }

  private static Optional<String> bearer(Optional<String> authorization) {
    return authorization
        .filter(text -> text.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(text -> text.substring(7).strip());
  }

  /** The host in {@code host[:port]}, in lower case; empty if it is malformed. */
  private static Optional<String> hostOf(String authority) {
    var matcher = AUTHORITY.matcher(authority.toLowerCase(Locale.ROOT));
    return matcher.matches() ? Optional.of(matcher.group("host")) : Optional.empty();
  }

  /** What follows {@code http://} or {@code https://} in an origin; empty if it is another. */
  private static Optional<String> originAuthority(String origin) {
    String text = origin.toLowerCase(Locale.ROOT);
    for (String scheme : Set.of("http://", "https://")) {
      if (text.startsWith(scheme)) {
        return Optional.of(text.substring(scheme.length()));
      }
    }
    return Optional.empty();
  }

  private static boolean sameAuthority(String origin, String host) {
    String usualPort = origin.toLowerCase(Locale.ROOT).startsWith("https:") ? ":443" : ":80";
    return originAuthority(origin)
        .map(authority -> withPort(authority, usualPort))
        .filter(withPort(host.toLowerCase(Locale.ROOT), usualPort)::equals)
        .isPresent();
  }

  private static String withPort(String authority, String usualPort) {
    return authority.matches(".*:\\d+") ? authority : authority + usualPort;
  }

  private static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return LOOPBACK.matcher(name).matches() || name.equals("::1");
  }
}
