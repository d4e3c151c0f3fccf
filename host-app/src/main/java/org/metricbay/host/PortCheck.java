package org.metricbay.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the addresses that the agent could not listen on, and says why and what to do. */
final class PortCheck {
  private static final int FIRST_FREE_FOR_ALL = 1024;

  /** An address and what it is in numbers. */
  private record Resolved(ListenAddress address, InetAddress number) {

    /** Whether a socket for the one takes the place of a socket for the other. */
    boolean clashesWith(Resolved other) {
      return address.port() != 0
          && address.port() == other.address.port()
          && (number.equals(other.number)
              || number.isAnyLocalAddress()
              || other.number.isAnyLocalAddress());
    }
  }

  private final Options options;
  private final List<String> warnings = new ArrayList<>();

  PortCheck(Options options) {
    this.options = options;
  }

  /**
   * Tries all addresses.
   *
   * @return what the agent can do without, for the log
   * @throws UserException about the first address that cannot be had
   */
  List<String> check() throws UserException {
    List<Resolved> before = new ArrayList<>();
    for (ListenAddress address : options.listen()) {
      Resolved now = new Resolved(address, resolve(address));
      for (Resolved other : before) {
        if (now.clashesWith(other)) {
          throw new UserException(
              other.address + " and " + address + " (" + hostFlag() + ") clash: leave one out");
        }
      }
      check(now);
      before.add(now);
    }
    return List.copyOf(warnings);
  }

  private InetAddress resolve(ListenAddress address) throws UserException {
    try {
      return address.isEverywhere()
          ? new InetSocketAddress(0).getAddress()
          : InetAddress.getByName(numberOrName(address));
    } catch (UnknownHostException e) {
      throw new UserException(
          "address "
              + address.host()
              + " ("
              + hostFlag()
              + ") is not known here: give one of this host's, or * for all");
    }
  }

  private static String numberOrName(ListenAddress address) {
    return address.isLocalhost() ? "127.0.0.1" : address.host();
  }

  private void check(Resolved wanted) throws UserException {
    int port = wanted.address.port();
    Optional<String> problem = problem(wanted.number, port);
    if (problem.isPresent()) {
      throw new UserException(
          "cannot listen on "
              + numberOrName(wanted.address)
              + ", port "
              + port
              + " ("
              + problem.get()
              + "): "
              + hint(wanted, problem.get()));
    }
    if (wanted.address.isLocalhost() && port != 0) {
      checkSecondLoopback(port);
    }
  }

  /** Clients try both addresses of {@code localhost}, so that one is enough. */
  private void checkSecondLoopback(int port) throws UserException {
    InetAddress second = resolve(new ListenAddress("::1", port));
    Optional<String> problem = problem(second, port);
    if (problem.isPresent() && isOfThisHost(second)) {
      warnings.add(
          "cannot listen on ::1, port "
              + port
              + " ("
              + problem.get()
              + "), only on 127.0.0.1: whoever asks localhost may reach what uses it");
    }
  }

  /** Why the address cannot be had now. */
  private static Optional<String> problem(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return Optional.empty();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.of(text(e.getMessage()));
    }
  }

  private static String text(@Nullable String message) {
    return message == null ? "not possible" : message;
  }

  private static boolean isOfThisHost(InetAddress address) {
    return problem(address, 0).isEmpty();
  }

  private String hint(Resolved wanted, String problem) {
    if (!isOfThisHost(wanted.number)) {
      return "give " + hostFlag() + " an address of this host, or * for all";
    }
    if (wanted.address.port() < FIRST_FREE_FOR_ALL
        && problem.toLowerCase(Locale.ROOT).contains("permission")) {
      return "give the agent the right to ports below 1024 (CAP_NET_BIND_SERVICE), or choose"
          + " another with "
          + portFlag();
    }
    return "end what uses it, or choose another with " + portFlag() + " (0 takes a free one)";
  }

  private String hostFlag() {
    return (options.has(Option.LISTEN) ? Option.LISTEN : Option.HOST).flag();
  }

  private String portFlag() {
    return (options.has(Option.LISTEN) ? Option.LISTEN : Option.PORT).flag();
  }
}
