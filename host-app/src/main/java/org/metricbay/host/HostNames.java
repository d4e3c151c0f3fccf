package org.metricbay.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How hosts are written. Nothing here asks the network. */
final class HostNames {
  private static final int LONGEST = 253;

  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";

  /** The last part of a name is no number, or it could be meant for an address. */
  private static final Pattern NAME =
      Pattern.compile("(" + LABEL + "\\.)*(?![0-9]+$)" + LABEL, Pattern.CASE_INSENSITIVE);

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9_.-]+");

  private HostNames() {}

  /**
   * A host as it is written in one way only: names in small letters, IPv6 addresses without
   * brackets.
   *
   * @return empty if it is neither a name nor an address
   */
  static Optional<String> of(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String host = bracketed ? text.substring(1, text.length() - 1) : text;
    if (isIpv6(host)) {
      return Optional.of(host);
    }
    boolean known = IPV4.matcher(host).matches() || isName(host);
    return known && !bracketed ? Optional.of(host.toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  private static boolean isName(String text) {
    return text.length() <= LONGEST && NAME.matcher(text).matches();
  }

  private static boolean isIpv6(String text) {
    int percent = text.indexOf('%');
    String address = percent < 0 ? text : text.substring(0, percent);
    if (address.indexOf(':') < 0
        || (percent >= 0 && !ZONE.matcher(text.substring(percent + 1)).matches())) {
      return false;
    }
    try {
      // In brackets it is taken as an address, and never looked up.
      return InetAddress.getByName("[" + address + "]").getAddress().length > 0;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * Hosts with commas between them.
   *
   * @param origin where the text came from, for the message
   */
  static List<String> list(String text, String origin) throws UserException {
    List<String> hosts = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      hosts.add(
          of(item.strip())
              .orElseThrow(
                  () ->
                      UserException.wrong(
                          origin, item.strip(), "give a host name or address, without a port")));
    }
    return List.copyOf(hosts);
  }
}
