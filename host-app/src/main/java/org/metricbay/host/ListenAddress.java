package org.metricbay.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where to listen.
 *
 * @param host a name or an address, without brackets; {@link #EVERYWHERE} for all addresses
 * @param port 0 for a free one
 */
record ListenAddress(String host, int port) {
  /** Stands for all addresses of this host, of IPv4 and IPv6. */
  static final String EVERYWHERE = "*";

  /** Stands for both loopback addresses, whatever it may be resolved to. */
  static final String LOCALHOST = "localhost";

  private static final int PORT_DIGITS = 5;
  private static final int LARGEST_PORT = 65535;

  /**
   * Reads {@code ADDRESS:PORT}; without an address it means all of them, as in Go.
   *
   * @return empty if it is nothing of that kind
   */
  static Optional<ListenAddress> of(String text) {
    int colon = text.lastIndexOf(':');
    Optional<Integer> port = colon < 0 ? Optional.empty() : port(text.substring(colon + 1));
    if (port.isEmpty()) {
      return Optional.empty();
    }
    String host = text.substring(0, colon);
    // Without brackets nobody knows where an IPv6 address ends.
    boolean clear = host.indexOf(':') < 0 || host.startsWith("[");
    return clear ? of(host.isEmpty() ? EVERYWHERE : host, port.get()) : Optional.empty();
  }

  /** The same with a host by itself, an IPv6 address in brackets or without. */
  static Optional<ListenAddress> of(String host, int port) {
    Optional<String> known = host.equals(EVERYWHERE) ? Optional.of(EVERYWHERE) : HostNames.of(host);
    return known.map(name -> new ListenAddress(name, port));
  }

  /** A port as people write it: digits only. */
  static Optional<Integer> port(String text) {
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || text.isEmpty() || text.length() > PORT_DIGITS) {
      return Optional.empty();
    }
    return Optional.of(Integer.valueOf(text)).filter(port -> port <= LARGEST_PORT);
  }

  /**
   * Addresses with commas between them.
   *
   * @param origin where the text came from, for the message
   */
  static List<ListenAddress> list(String text, String origin) throws UserException {
    List<ListenAddress> addresses = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      addresses.add(
          of(item.strip())
              .orElseThrow(
                  () ->
                      UserException.wrong(
                          origin,
                          item.strip(),
                          "give ADDRESS:PORT, such as 127.0.0.1:8000, [::1]:8000, or *:8000 for"
                              + " all addresses")));
    }
    return List.copyOf(addresses);
  }

  boolean isEverywhere() {
    return host.equals(EVERYWHERE);
  }

  boolean isLocalhost() {
    return host.equals(LOCALHOST);
  }

  /** As it is read. Written out, as the JVM takes milliseconds for making a record's own. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
