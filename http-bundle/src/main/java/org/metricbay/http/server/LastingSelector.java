package org.metricbay.http.server;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;

/** Jetty's selector, which gives up for good when there is no memory for what it has selected. */
final class LastingSelector extends ManagedSelector {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  LastingSelector(SelectorManager manager, int id) {
    super(manager, id);
  }

  /** What could not be told of is selected again the next time. */
  @Override
  protected int nioSelect(Selector selector, boolean now) throws IOException {
    try {
      return super.nioSelect(selector, now);
    } catch (Error e) {
      LockSupport.parkNanos(PAUSE_NANOS);
      return 0;
    }
  }
}
