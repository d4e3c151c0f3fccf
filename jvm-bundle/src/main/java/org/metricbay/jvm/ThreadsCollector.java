package org.metricbay.jvm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Threads by state:
 *
 * <pre>
 * jvm_threads_current 31.0
 * jvm_threads_state{state="RUNNABLE"} 9.0
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = JvmSettings.class,
            target = "(collectors.jvm_threads=true)"))
public final class ThreadsCollector implements MetricPlugin {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** Asks the JVM that it runs in. */
  @Activate
  public ThreadsCollector() {
    // The JVM is there.
  }

  @Override
  public String name() {
    return "jvm_threads";
  }

  @Override
  public String description() {
    return "Threads of the agent, by state, and deadlocks among them.";
  }

  @Override
  public List<MetricFamily> collect() {
    return List.of(
        MetricFamily.gauge("jvm_threads_current", "Current thread count of a JVM")
            .sample(threads.getThreadCount())
            .build(),
        MetricFamily.gauge("jvm_threads_daemon", "Daemon thread count of a JVM")
            .sample(threads.getDaemonThreadCount())
            .build(),
        MetricFamily.gauge("jvm_threads_peak", "Peak thread count of a JVM")
            .sample(threads.getPeakThreadCount())
            .build(),
        MetricFamily.counter("jvm_threads_started_total", "Started thread count of a JVM")
            .sample((double) threads.getTotalStartedThreadCount())
            .build(),
        MetricFamily.gauge(
                "jvm_threads_deadlocked",
                "Cycles of JVM-threads that are in deadlock waiting to acquire object monitors or"
                    + " ownable synchronizers")
            .sample(length(threads.findDeadlockedThreads()))
            .build(),
        MetricFamily.gauge(
                "jvm_threads_deadlocked_monitor",
                "Cycles of JVM-threads that are in deadlock waiting to acquire object monitors")
            .sample(length(threads.findMonitorDeadlockedThreads()))
            .build(),
        states(threads.getAllThreadIds()));
  }

  private static int length(long @Nullable [] ids) {
    return ids == null ? 0 : ids.length;
  }

  /** An identity that is not positive is that of a thread without a state. */
  private MetricFamily states(long[] all) {
    long[] ids = LongStream.of(all).filter(id -> id > 0).toArray();
    Map<Thread.State, Integer> counts = new EnumMap<>(Thread.State.class);
    for (ThreadInfo thread : threads.getThreadInfo(ids, 0)) {
      // It may have ended meanwhile.
      if (thread != null) {
        counts.merge(thread.getThreadState(), 1, Integer::sum);
      }
    }
    MetricFamily.NumberBuilder family =
        MetricFamily.gauge("jvm_threads_state", "Current count of threads by state");
    for (Thread.State state : Thread.State.values()) {
      family.sample(counts.getOrDefault(state, 0), "state", state.name());
    }
    return family.sample(all.length - ids.length, "state", "UNKNOWN").build();
  }
}
