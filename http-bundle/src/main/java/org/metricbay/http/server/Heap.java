package org.metricbay.http.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JVM's heap, which grows with a crowd of clients and by itself stays as large. */
final class Heap {
  private static final String LEAST_FREE = "MinHeapFreeRatio";
  private static final String MOST_FREE = "MaxHeapFreeRatio";

  /** Per cent: enough to go on with, as it grows again when that is needed. */
  private static final String LITTLE = "10";

  private static final String SOME = "20";

  /** In bytes; a collection of less is not worth its time. */
  private static final long MUCH = 4L << 20;

  private final Logger log = LoggerFactory.getLogger(Heap.class);

  private @Nullable HotSpotDiagnosticMXBean options;
  private @Nullable List<MemoryPoolMXBean> old;

  /** Whether its old part has grown a good deal since garbage was last collected there. */
  boolean hasGrown() {
    return old().stream()
        .anyMatch(
            pool -> {
              MemoryUsage after = pool.getCollectionUsage();
              return after != null && pool.getUsage().getUsed() - after.getUsed() > MUCH;
            });
  }

  private List<MemoryPoolMXBean> old() {
    if (old == null) {
      // Every collector of the JDK has one pool in the heap that may be watched, the old part.
      old =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .filter(MemoryPoolMXBean::isUsageThresholdSupported)
              .toList();
    }
    return old;
  }

  /** Collects garbage and gives back what is free, but for a little. */
  void shrink() {
    if (options == null) {
      options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    }
    try {
      String least = options.getVMOption(LEAST_FREE).getValue();
      String most = options.getVMOption(MOST_FREE).getValue();
      options.setVMOption(LEAST_FREE, LITTLE);
      options.setVMOption(MOST_FREE, SOME);
      try {
        System.gc();
      } finally {
        options.setVMOption(MOST_FREE, most);
        options.setVMOption(LEAST_FREE, least);
      }
    } catch (IllegalArgumentException e) {
      log.debug("this JVM's heap cannot be told how much of it may be free", e);
      System.gc();
    }
  }
}
