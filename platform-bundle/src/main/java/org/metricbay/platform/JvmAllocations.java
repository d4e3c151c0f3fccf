package org.metricbay.platform;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much was allocated in each of the JVM's memory pools, counted at each garbage collection. The
 * JVM calls who counts, so it must not be a class of a plugin, which may go; and a plugin's upgrade
 * or restart must not restart at 0. Counts from when it is first asked. For use by any thread.
 */
@ProviderType
@Component(
    service = JvmAllocations.class,
    immediate = true, // Else it would end, and forget, whenever the last one that uses it is away.
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class JvmAllocations {
  private static final Logger LOG = LoggerFactory.getLogger(JvmAllocations.class);

  private List<NotificationEmitter> collectors = List.of();
  private final NotificationListener listener = this::collected;
  private final Map<String, Long> lastUsed = new HashMap<>();
  private final SortedMap<String, Long> allocated = new TreeMap<>();
  private boolean over;

  /** Counts nothing until it is asked. */
  @Activate
  public JvmAllocations() {}

  @Deactivate
  void deactivate() {
    for (NotificationEmitter collector : end()) {
      try {
        collector.removeNotificationListener(listener);
      } catch (ListenerNotFoundException e) {
        LOG.warn("{} did not know who listened: {}", collector, e.toString());
      }
    }
  }

  /** What is on its way already does not count any more. */
  private synchronized List<NotificationEmitter> end() {
    over = true;
    return collectors;
  }

  private void begin() {
    collectors =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(NotificationEmitter.class::isInstance)
            .map(NotificationEmitter.class::cast)
            .toList();
    collectors.forEach(collector -> collector.addNotificationListener(listener, null, null));
  }

  private void collected(Notification notification, Object unused) {
    if (notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      GcInfo gc =
          GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
              .getGcInfo();
      count(gc.getMemoryUsageBeforeGc(), gc.getMemoryUsageAfterGc());
    }
  }

  private synchronized void count(Map<String, MemoryUsage> before, Map<String, MemoryUsage> after) {
    if (over) {
      return;
    }
    before.forEach(
        (pool, usage) -> {
          MemoryUsage now = after.get(pool);
          if (now != null) {
            count(pool, usage.getUsed(), now.getUsed());
          }
        });
  }

  /** A pool grows between collections, as eden does, or in one, as the old generation does. */
  synchronized void count(String pool, long before, long after) {
    Long last = lastUsed.put(pool, after);
    long grown = Math.max(0, before - (last == null ? 0 : last)) + Math.max(0, after - before);
    if (grown > 0) {
      allocated.merge(pool, grown, Long::sum);
    }
  }

  /** The bytes allocated so far by pool; pools in which nothing was seen are missing. */
  public synchronized SortedMap<String, Long> bytesByPool() {
    if (collectors.isEmpty() && !over) {
      begin();
    }
    return new TreeMap<>(allocated);
  }
}
