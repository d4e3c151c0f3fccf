package org.metricbay.core.collect.internal;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * How much a thread has allocated, where the JVM tells. Asked first when the first collector is.
 */
final class AllocationMeter {
  private volatile boolean asked;
  private @Nullable ThreadMXBean threads;

  /** In bytes since the thread began; nothing where the JVM does not tell. */
  long allocatedByThisThread() {
    if (!asked) {
      find();
    }
    ThreadMXBean known = threads;
    return known == null ? 0 : known.getCurrentThreadAllocatedBytes();
  }

  /** The same for a thread that runs, by its number; nothing if nobody has asked for one yet. */
  long allocatedBy(long thread) {
    ThreadMXBean known = threads;
    return known == null ? 0 : known.getThreadAllocatedBytes(thread);
  }

  private synchronized void find() {
    try {
      if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean found
          && found.isThreadAllocatedMemorySupported()
          && found.isThreadAllocatedMemoryEnabled()) {
        threads = found;
      }
    } catch (NoClassDefFoundError e) {
      // A container that does not hand on the JVM's own package.
      threads = null;
    } finally {
      asked = true;
    }
  }
}
