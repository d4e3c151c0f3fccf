package org.metricbay.http.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;

/** What is known of one connection, by the clock that nobody sets. */
final class ConnectionTimes {
  /** A request must be there so soon after its first byte. */
  static final long REQUEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Who connects must say something so soon. */
  static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** A client that does not read its answer is waited for so long. */
  static final long UNREAD_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Connection connection;
  private final AtomicInteger answering = new AtomicInteger();
  private volatile long restingSince;
  private volatile long bytesAtRest;
  private volatile boolean many;
  private long halfSince;
  private boolean half;
  private long bytesOut;
  private long unreadSince;

  ConnectionTimes(Connection connection, long now) {
    this.connection = connection;
    restingSince = now;
    unreadSince = now;
  }

  /** A request is there, and about to be answered. */
  void begun(boolean one) {
    many |= !one;
    answering.incrementAndGet();
  }

  /** An answer is out. */
  void ended(long now) {
    bytesAtRest = connection.getBytesIn();
    restingSince = now;
    answering.decrementAndGet();
  }

  boolean isAnswering() {
    return answering.get() > 0;
  }

  long restingSince() {
    return restingSince;
  }

  /** Whether the client has had its time; for one thread, which asks now and then. */
  boolean isOver(long now) {
    if (isAnswering()) {
      half = false;
      return isUnread(now);
    }
    long bytes = connection.getBytesIn();
    if (bytes == 0) {
      return now - restingSince > SILENT_NANOS;
    }
    // Of a connection for several requests at once nobody can say which bytes are of which.
    boolean begun = !many && bytes > bytesAtRest;
    if (begun && !half) {
      halfSince = now;
    }
    half = begun;
    return half && now - halfSince > REQUEST_NANOS;
  }

  private boolean isUnread(long now) {
    long out = connection.getBytesOut();
    boolean waits =
        connection.getEndPoint() instanceof AbstractEndPoint end
            && end.getWriteFlusher().isPending();
    if (!waits || out != bytesOut) {
      bytesOut = out;
      unreadSince = now;
    }
    return now - unreadSince > UNREAD_NANOS;
  }

  void close(Throwable why) {
    connection.getEndPoint().close(why);
  }
}
