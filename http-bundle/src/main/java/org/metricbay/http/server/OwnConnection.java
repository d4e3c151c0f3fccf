package org.metricbay.http.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.Callable;
import org.metricbay.core.thread.LastingThread;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * The connection by which the agent checks that it answers. Both ends are inside the process, so
 * nobody else can have one, and it needs no TLS, no login, and none of the addresses. It is
 * answered as all others are.
 */
final class OwnConnection implements Callable<SocketChannel>, AutoCloseable {
  private final AgentConnector connector;
  private final SpareDescriptors spare;
  private final ServiceRegistration<?> registration;

  OwnConnection(BundleContext context, AgentConnector connector, SpareDescriptors spare) {
    this.connector = connector;
    this.spare = spare;
    registration =
        context.registerService(
            Callable.class,
            this,
            FrameworkUtil.asDictionary(Map.of(LastingThread.PULSE, "the web server")));
  }

  /** The asker's end of a new connection, which does not block. */
  @Override
  public SocketChannel call() throws IOException {
    try {
      return connected();
    } catch (IOException e) {
      if (spare.lend()) {
        return connected();
      }
      throw e;
    }
  }

  private SocketChannel connected() throws IOException {
    IOException failure = new IOException("there is no loopback address");
    for (byte[] address : new byte[][] {{127, 0, 0, 1}, loopback6()}) {
      try {
        return connected(InetAddress.getByAddress(address));
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static byte[] loopback6() {
    byte[] address = new byte[16];
    address[15] = 1;
    return address;
  }

  private SocketChannel connected(InetAddress loopback) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(loopback, 0), 1);
      SocketChannel asker = SocketChannel.open(server.getLocalAddress());
      try {
        SocketChannel answerer = server.accept();
        if (!asker.getLocalAddress().equals(answerer.getRemoteAddress())) {
          answerer.close();
          throw new IOException("another program has connected in its place");
        }
        asker.configureBlocking(false);
        connector.answer(answerer);
        return asker;
      } catch (IOException | RuntimeException | Error e) {
        asker.close();
        throw e;
      }
    }
  }

  @Override
  public void close() {
    registration.unregister();
  }
}
