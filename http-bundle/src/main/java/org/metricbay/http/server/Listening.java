package org.metricbay.http.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets that the agent listens on. */
final class Listening implements AutoCloseable {
  /** Those who may wait until the server has taken their connection. */
  private static final int BACKLOG = 1024;

  /** How often a free port is sought that is free on both loopback addresses. */
  private static final int TRIES = 10;

  private final Logger log = LoggerFactory.getLogger(Listening.class);
  private final List<ServerSocketChannel> sockets = new ArrayList<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private final Set<InetSocketAddress> loopbacks = new HashSet<>();

  private int port;

  private Listening() {}

  /**
   * Listens; who connects waits until the server takes the connection.
   *
   * @throws IOException if an address cannot be had; the message names it
   */
  static Listening on(List<ListenAddress> addresses) throws IOException {
    Listening listening = new Listening();
    try {
      for (ListenAddress address : addresses) {
        listening.add(address);
      }
      return listening;
    } catch (IOException | RuntimeException e) {
      listening.close();
      throw e;
    }
  }

  /**
   * Listens on the same addresses, with the same ports, after these sockets were closed.
   *
   * @throws IOException if an address cannot be had again; the message names it
   */
  Listening again() throws IOException {
    Listening again = new Listening();
    try {
      for (InetSocketAddress address : addresses) {
        again.keep(bind(address.getAddress(), address.getPort()));
      }
      again.port = port;
      return again;
    } catch (IOException | RuntimeException e) {
      again.close();
      throw e;
    }
  }

  private void add(ListenAddress address) throws IOException {
    List<InetAddress> all = address.resolve();
    for (int tries = TRIES; tries > 0; tries--) {
      ServerSocketChannel first = bind(all.get(0), address.port());
      try {
        for (InetAddress other : all.subList(1, all.size())) {
          keep(bind(other, portOf(first)));
        }
        tries = 0;
      } catch (BindException e) {
        if (isTaken(e) && address.port() == 0 && tries > 1) {
          first.close();
          continue;
        }
        tellUnlessAbsent(e, first);
        tries = 0;
      } catch (SocketException | UnsupportedOperationException e) {
        tries = 0; // An agent without IPv6 is well.
      }
      keep(first);
      port = port == 0 ? portOf(first) : port;
    }
  }

  private void tellUnlessAbsent(BindException e, ServerSocketChannel first) throws IOException {
    if (isTaken(e)) {
      log.warn(
          "cannot listen on [::1]:{} as well, which another program has; whoever asks localhost by"
              + " IPv6 reaches that program",
          portOf(first));
    }
  }

  private static boolean isTaken(BindException e) {
    return String.valueOf(e.getMessage()).contains("in use");
  }

  private static ServerSocketChannel bind(InetAddress address, int port) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return socket.bind(new InetSocketAddress(address, port), BACKLOG);
    } catch (BindException e) {
      socket.close();
      throw new BindException(address.getHostAddress() + " port " + port + ": " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private void keep(ServerSocketChannel socket) throws IOException {
    sockets.add(socket);
    InetSocketAddress address = addressOf(socket);
    addresses.add(address);
    if (address.getAddress().isLoopbackAddress()) {
      loopbacks.add(address);
    }
  }

  List<ServerSocketChannel> sockets() {
    return sockets;
  }

  boolean isOpen() {
    return sockets.stream().allMatch(ServerSocketChannel::isOpen);
  }

  /** Whether a connection came by a socket that no other machine can reach. */
  boolean isLoopback(InetSocketAddress local) {
    return loopbacks.contains(local);
  }

  /** Whether other machines can reach one of the sockets. */
  boolean isReachable() {
    return loopbacks.size() < sockets.size();
  }

  /** The port of the address that was named first. */
  int port() {
    return port;
  }

  private static InetSocketAddress addressOf(ServerSocketChannel socket) throws IOException {
    return (InetSocketAddress) socket.getLocalAddress();
  }

  private static int portOf(ServerSocketChannel socket) throws IOException {
    return addressOf(socket).getPort();
  }

  @Override
  public void close() {
    for (ServerSocketChannel socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        log.debug("a socket is closed already", e);
      }
    }
  }
}
