package org.metricbay.http.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where to listen: {@code 127.0.0.1:8000}, {@code [::1]:8000}, a name, or {@code :8000} for all
 * addresses.
 *
 * @param host an address or a name without brackets; empty for all addresses
 * @param port a port; 0 takes a free one
 */
record ListenAddress(String host, int port) {
  private static final String BOTH_LOOPBACKS = "localhost";

  /** Reads what the launcher has checked: addresses with ports, separated by commas. */
  static List<ListenAddress> list(String text) {
    List<ListenAddress> addresses = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String address = part.strip();
      int colon = address.lastIndexOf(':');
      String host = address.substring(0, colon);
      boolean bracketed = host.startsWith("[") && host.endsWith("]");
      host = bracketed ? host.substring(1, host.length() - 1) : host;
      addresses.add(
          new ListenAddress(
              host.equals("*") ? "" : host, Integer.parseInt(address.substring(colon + 1))));
    }
    return addresses;
  }

  /** The addresses of sockets; of those after the first one is enough. */
  List<InetAddress> resolve() throws UnknownHostException {
    if (host.isEmpty()) {
      return List.of(new InetSocketAddress(0).getAddress());
    }
    if (host.equalsIgnoreCase(BOTH_LOOPBACKS)) {
      return List.of(
          InetAddress.getByAddress(BOTH_LOOPBACKS, new byte[] {127, 0, 0, 1}),
          InetAddress.getByAddress(
              BOTH_LOOPBACKS, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
    }
    return List.of(InetAddress.getByName(host));
  }

  /** As it is written in a URL, with the port that it has got. */
  String authority(int actualPort) {
    String shown = host.isEmpty() ? "0.0.0.0" : host;
    shown = host.equalsIgnoreCase(BOTH_LOOPBACKS) ? "127.0.0.1" : shown;
    return (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + actualPort;
  }
}
