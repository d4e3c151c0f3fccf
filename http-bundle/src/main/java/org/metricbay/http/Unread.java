package org.metricbay.http;

import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The answers that their clients do not read. Each retains a page in memory, so their number is
 * limited; beyond it those that are unread longest are dropped, with their connections.
 */
final class Unread {
  /** Beside these others go. */
  static final int MOST = 16;

  /** Says nothing of where it was made, which would take more memory than the rest of it. */
  private static final class UnreadException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadException() {
      super("the client does not read");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  private final Set<WriteListener> all = new LinkedHashSet<>();

  /** One more is held up. */
  void add(WriteListener writer) {
    oldest(writer).ifPresent(old -> old.onError(new UnreadException()));
  }

  private synchronized Optional<WriteListener> oldest(WriteListener writer) {
    all.add(writer);
    if (all.size() <= MOST) {
      return Optional.empty();
    }
    Iterator<WriteListener> first = all.iterator();
    WriteListener old = first.next();
    first.remove();
    return Optional.of(old);
  }

  /** It is sent, or will never be. */
  synchronized void remove(WriteListener writer) {
    all.remove(writer);
  }
}
