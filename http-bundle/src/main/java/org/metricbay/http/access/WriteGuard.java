package org.metricbay.http.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may read or change something. It keeps out those who can make a request
 * but should not: a web page in the browser of someone on this host, and everybody on the network.
 *
 * <p>By a loopback address, only what was sent to one of this host's names is read or carried out
 * (which a page with a re-bound DNS name cannot do), and a write only by no page or a page of this
 * host. By an address that others can reach, a write needs the agent's token.
 */
final class WriteGuard {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|\\[::1]");
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[0-9a-f:.]+]|[^:\\[\\]/@]+)(:(?<port>\\d{1,5}))?");

  /** Health checks send what they like, and learn nothing. */
  private static final String FOR_ALL = "/-/healthy";

  private final Set<String> names;
  private final TokenFile token;

  /** The last that was this host's own: a client sends the same each time. */
  private volatile @Nullable String ownBefore;

  /**
   * Makes a guard.
   *
   * @param names further names of this host, in lower case
   * @param token the token that lets others write; none lets nobody
   */
  WriteGuard(Set<String> names, TokenFile token) {
    this.names = names;
    this.token = token;
  }

  /** What the decision rests on. */
  record Request(
      String method,
      String path,
      boolean reachable,
      Optional<String> host,
      List<String> origins,
      List<String> fetchSites,
      Optional<String> authorization) {

    boolean isReading() {
      return READING.contains(method);
    }
  }

  /**
   * What to answer instead of carrying out a request.
   *
   * @param status 401 or 403
   * @param message what is wrong and what to do about it
   * @param challenge how to log in
   */
  record Refusal(int status, String message, Optional<String> challenge) {
    Refusal(int status, String message) {
      this(status, message, Optional.empty());
    }
  }

  /** Why the request must not be carried out, wherever it was sent; empty if it may. */
  Optional<Refusal> refusalOfHost(Request request) {
    if (request.reachable()) {
      return Optional.empty();
    }
    if (request.path().equals(FOR_ALL) && request.isReading()) {
      return Optional.empty();
    }
    if (request.host().isEmpty() && request.isReading()) {
      return Optional.empty(); // No browser sends that.
    }
    String host = request.host().orElse("");
    if (host.equals(ownBefore)) {
      return Optional.empty();
    }
    if (hostOf(host).filter(this::isOwn).isPresent()) {
      ownBefore = host;
      return Optional.empty();
    }
    return forbidden(
        "the Host \""
            + host
            + "\" is not this machine's own; use http://localhost:PORT/…, or name it with"
            + " --allow-host");
  }

  /**
   * Why a request that would change something must not.
   *
   * @param loginNeeded whether reading needs a login, which alone changes nothing
   */
  Optional<Refusal> refusalOfWrite(Request request, boolean loginNeeded) {
    if (request.isReading()) {
      return Optional.empty();
    }
    if (request.fetchSites().stream().anyMatch(site -> site.contains("cross-site"))) {
      return forbidden("a page of another site sent this request; send it from a shell instead");
    }
    for (String origin : request.origins()) {
      if (!(request.reachable() ? isSame(origin, request.host()) : isOwn(origin, request.host()))) {
        return forbidden(
            "the Origin \"" + origin + "\" is not the agent's own; send this from a shell instead");
      }
    }
    return request.reachable() || loginNeeded ? refusalWithoutToken(request) : Optional.empty();
  }

  /** Whether the request has the agent's token. */
  boolean hasToken(Request request) {
    Optional<String> given = bearer(request.authorization());
    return given.isPresent()
        && token.token().map(known -> known.matches(given.get())).orElse(false);
  }

  private Optional<Refusal> refusalWithoutToken(Request request) {
    if (token.token().isEmpty()) {
      return forbidden(
          "the agent has no token file, so it takes no writes; set metricbay.data to a folder that"
              + " it may write");
    }
    if (!hasToken(request)) {
      return Optional.of(
          new Refusal(
              401,
              "this changes something, and others can reach the agent, so it needs the header"
                  + " \"Authorization: Bearer TOKEN\" with the token in the file \"token\" of its"
                  + " data folder",
              Optional.of("Bearer")));
    }
    return Optional.empty();
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

  private boolean isOwn(String host) {
    return LOOPBACK.matcher(host).matches() || names.contains(host);
  }

  /** A page of this host, by whichever port, or of the name that the request was sent to. */
  private boolean isOwn(String origin, Optional<String> host) {
    return originAuthority(origin).flatMap(WriteGuard::hostOf).filter(this::isOwn).isPresent()
        || isSame(origin, host);
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

  private static boolean isSame(String origin, Optional<String> host) {
    String usualPort = origin.toLowerCase(Locale.ROOT).startsWith("https:") ? ":443" : ":80";
    return host.isPresent()
        && originAuthority(origin)
            .map(authority -> withPort(authority, usualPort))
            .filter(withPort(host.get().toLowerCase(Locale.ROOT), usualPort)::equals)
            .isPresent();
  }

  private static String withPort(String authority, String usualPort) {
    return authority.matches(".*:\\d+") ? authority : authority + usualPort;
  }
}
