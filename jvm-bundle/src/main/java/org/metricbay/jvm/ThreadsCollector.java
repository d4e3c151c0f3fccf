package org.metricbay.jvm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
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
            target = "(collectors.jvm_threads=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "jvm_threads",
    description = "Threads of the agent, by state, and deadlocks among them.")
public final class ThreadsCollector implements MetricPlugin {
  private static final MetricDescriptor JVM_THREADS_CURRENT =
      MetricDescriptor.gauge("jvm_threads_current", "Current thread count of a JVM");

  private static final MetricDescriptor JVM_THREADS_DAEMON =
      MetricDescriptor.gauge("jvm_threads_daemon", "Daemon thread count of a JVM");

  private static final MetricDescriptor JVM_THREADS_PEAK =
      MetricDescriptor.gauge("jvm_threads_peak", "Peak thread count of a JVM");

  private static final MetricDescriptor JVM_THREADS_STARTED =
      MetricDescriptor.counter("jvm_threads_started_total", "Started thread count of a JVM");

  private static final MetricDescriptor JVM_THREADS_DEADLOCKED =
      MetricDescriptor.gauge(
          "jvm_threads_deadlocked",
          "Cycles of JVM-threads that are in deadlock waiting to acquire object monitors or"
              + " ownable synchronizers");

  private static final MetricDescriptor JVM_THREADS_DEADLOCKED_MONITOR =
      MetricDescriptor.gauge(
          "jvm_threads_deadlocked_monitor",
          "Cycles of JVM-threads that are in deadlock waiting to acquire object monitors");

  private static final MetricDescriptor JVM_THREADS_STATE =
      MetricDescriptor.gauge("jvm_threads_state", "Current count of threads by state", "state");

  private static final List<Thread.State> STATES = List.of(Thread.State.values());

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Deadlocks deadlocks = new Deadlocks(threads);
  private final ThreadGroup allThreads = root();

  /** Asks the JVM that it runs in. */
  @Activate
  public ThreadsCollector() {
    // The JVM is there.
  }

  @Override
  public List<MetricFamily> collect() {
    Deadlocks.Found deadlocked = deadlocks.latest();
    return List.of(
        JVM_THREADS_CURRENT.of(threads.getThreadCount()),
        JVM_THREADS_DAEMON.of(threads.getDaemonThreadCount()),
        JVM_THREADS_PEAK.of(threads.getPeakThreadCount()),
        JVM_THREADS_STARTED.of((double) threads.getTotalStartedThreadCount()),
        JVM_THREADS_DEADLOCKED.of(deadlocked.threads()),
        JVM_THREADS_DEADLOCKED_MONITOR.of(deadlocked.ofMonitors()),
        states());
  }

  private static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  /** Asks each thread: asking the JVM for all would stop them all. */
  private MetricFamily states() {
    // Room for those that are started meanwhile; more than fit are left out.
    Thread[] some = new Thread[2 * allThreads.activeCount() + 8];
    int count = allThreads.enumerate(some);
    int[] counts = new int[STATES.size()];
    for (int i = 0; i < count; i++) {
      counts[STATES.indexOf(some[i].getState())]++;
    }
    FamilyBuilder family = JVM_THREADS_STATE.samples();
    for (int i = 0; i < counts.length; i++) {
      family.add(counts[i], STATES.get(i).name());
    }
    // client_java's name for threads without an identity, which only old JVMs had.
    return family.add(0, "UNKNOWN").build();
  }
}
