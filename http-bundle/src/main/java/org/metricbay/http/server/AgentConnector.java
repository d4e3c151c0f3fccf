package org.metricbay.http.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's connector, for all addresses, with one thread that selects. It accepts there, too,
 * without blocking, as a thread that is interrupted while it blocks in an accept closes the socket.
 */
final class AgentConnector extends ServerConnector {
  private static final long KEPT_BYTES = 1 << 20;

  /** Marks the agent's connection with itself. */
  private static final String OWN = "own";

  private final List<ServerSocketChannel> sockets;
  private final SpareDescriptors spare;
  private final ConnectionFactory own;
  private final List<Closeable> others = new ArrayList<>();

  /**
   * Takes connections of these sockets.
   *
   * @param own what is spoken on connections that the agent has with itself
   */
  AgentConnector(
      Server server,
      Executor threads,
      List<ServerSocketChannel> sockets,
      SpareDescriptors spare,
      ConnectionFactory own,
      ConnectionFactory... protocols) {
    super(server, threads, null, fewBuffers(), 0, 1, protocols);
    this.sockets = sockets;
    this.spare = spare;
    this.own = own;
  }

  /** Speaks plain HTTP on this connection, which the agent has with itself. */
  void answer(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    getSelectorManager().accept(channel, OWN);
  }

  /** Jetty's own pool keeps what a crowd of clients needed for good. */
  private static ByteBufferPool fewBuffers() {
    return new ArrayByteBufferPool(-1, -1, -1, -1, KEPT_BYTES, KEPT_BYTES);
  }

  @Override
  protected ServerSocketChannel openAcceptChannel() {
    return sockets.get(0);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    for (ServerSocketChannel socket : sockets.subList(1, sockets.size())) {
      socket.configureBlocking(false);
      others.add(getSelectorManager().acceptor(socket));
    }
  }

  @Override
  protected void doStop() throws Exception {
    for (Closeable other : others) {
      other.close();
    }
    super.doStop();
  }

  @Override
  protected SelectorManager newSelectorManager(
      Executor threads, Scheduler scheduler, int selectors) {
    return new Selecting(threads, scheduler, selectors);
  }

  /** Selects on a thread of its own, which runs nobody else's code. */
  private final class Selecting extends ServerConnectorManager {
    private boolean starting;

    Selecting(Executor threads, Scheduler scheduler, int selectors) {
      super(threads, scheduler, selectors);
    }

    @Override
    protected void doStart() throws Exception {
      starting = true;
      super.doStart();
      starting = false;
    }

    @Override
    protected void execute(Runnable task) {
      if (starting) {
        Thread thread = new Thread(null, task, "metricbay-http", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
      } else {
        super.execute(task);
      }
    }

    @Override
    protected ManagedSelector newSelector(int id) {
      return new LastingSelector(this, id);
    }

    @Override
    public Connection newConnection(
        SelectableChannel channel, EndPoint endPoint, @Nullable Object attachment)
        throws IOException {
      return OWN.equals(attachment)
          ? own.newConnection(AgentConnector.this, endPoint)
          : super.newConnection(channel, endPoint, attachment);
    }

    @Override
    protected @Nullable SelectableChannel doAccept(SelectableChannel server) throws IOException {
      try {
        return super.doAccept(server);
      } catch (IOException e) {
        // Perhaps there are no descriptors left; who comes goes before who rests.
        Connections connections = AgentConnector.this.getBean(Connections.class);
        if (connections != null) {
          connections.makeRoom();
        }
        if (spare.lend()) {
          return super.doAccept(server);
        }
        spare.pause(e);
        return null;
      }
    }
  }
}
