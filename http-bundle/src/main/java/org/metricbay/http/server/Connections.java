package org.metricbay.http.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections. Closes those of slow clients, and if there are too many, the one that is
 * idle longest: a client that fills the server with connections loses its own.
 */
final class Connections implements Connection.Listener, HttpConfiguration.Customizer {
  /** So many there may always be. */
  private static final int FEW = 32;

  private static final int MOST = 4096;
  private static final int SWEEP_MILLIS = 2000;
  private static final int SWEEP_MILLIS_IN_A_CROWD = 250;

  private final Logger log = LoggerFactory.getLogger(Connections.class);
  private final Map<Connection, ConnectionTimes> open = new ConcurrentHashMap<>();
  private final Heap heap = new Heap();
  private final CrowdGarbage garbage = new CrowdGarbage(heap::hasGrown, heap::shrink);
  private final Scheduler scheduler;
  private boolean sweeping;
  private int most;

  Connections(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof SslConnection) {
      return; // What is spoken in it is looked after.
    }
    open.put(connection, new ConnectionTimes(connection, System.nanoTime()));
    if (open.size() > FEW && open.size() > most()) {
      makeRoom();
    }
    sweepSoon();
  }

  /** Half of the files that the process may have open. */
  private synchronized int most() {
    if (most == 0) {
      most = MOST;
      if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean host) {
        most = (int) Math.max(FEW, Math.min(MOST, host.getMaxFileDescriptorCount() / 2));
      }
    }
    return most;
  }

  /** Closes the one that has rested longest. */
  void makeRoom() {
    Optional<ConnectionTimes> oldest =
        open.values().stream()
            .filter(times -> !times.isAnswering())
            .min(Comparator.comparingLong(ConnectionTimes::restingSince));
    oldest.ifPresent(times -> times.close(new TimeoutException("too many connections")));
  }

  @Override
  public void onClosed(Connection connection) {
    if (open.remove(connection) != null) {
      garbage.closed();
    }
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    ConnectionTimes times = open.get(request.getConnectionMetaData().getConnection());
    if (times != null) {
      HttpVersion version = request.getConnectionMetaData().getHttpVersion();
      times.begun(version != HttpVersion.HTTP_2);
      Request.addCompletionListener(request, failure -> times.ended(System.nanoTime()));
    }
    return request;
  }

  private synchronized void sweepSoon() {
    if (!sweeping && scheduler.isRunning()) {
      sweeping = true;
      int pause = garbage.isCrowded() ? SWEEP_MILLIS_IN_A_CROWD : SWEEP_MILLIS;
      Scheduler.Task unused = scheduler.schedule(this::sweep, pause, TimeUnit.MILLISECONDS);
    }
  }

  private void sweep() {
    try {
      long now = System.nanoTime();
      garbage.look(open.size());
      for (ConnectionTimes times : open.values()) {
        if (times.isOver(now)) {
          times.close(new TimeoutException("the client took too long"));
        }
      }
    } catch (RuntimeException | Error e) {
      log.error("connections cannot be looked after: {}", e.toString());
    } finally {
      synchronized (this) {
        sweeping = false;
      }
      if (!open.isEmpty() || garbage.isCrowded()) {
        sweepSoon();
      }
    }
  }
}
