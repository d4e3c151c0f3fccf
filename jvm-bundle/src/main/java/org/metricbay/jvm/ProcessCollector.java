package org.metricbay.jvm;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.OpenFiles;
import org.metricbay.platform.PageSize;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The process as the kernel sees it:
 *
 * <pre>
 * process_cpu_seconds_total 5.61
 * process_resident_memory_bytes 8.9e7
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = JvmSettings.class,
            target = "(collectors.process=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "process", description = "CPU time, memory and open files of the agent.")
public final class ProcessCollector implements MetricPlugin {
  private static final MetricDescriptor PROCESS_CPU_SECONDS =
      MetricDescriptor.counter(
          "process_cpu_seconds_total", "Total user and system CPU time spent in seconds.");

  private static final MetricDescriptor PROCESS_START_TIME_SECONDS =
      MetricDescriptor.gauge(
          "process_start_time_seconds", "Start time of the process since unix epoch in seconds.");

  private static final MetricDescriptor PROCESS_OPEN_FDS =
      MetricDescriptor.gauge("process_open_fds", "Number of open file descriptors.");

  private static final MetricDescriptor PROCESS_MAX_FDS =
      MetricDescriptor.gauge("process_max_fds", "Maximum number of open file descriptors.");

  private static final MetricDescriptor PROCESS_VIRTUAL_MEMORY_MAX_BYTES =
      MetricDescriptor.gauge(
          "process_virtual_memory_max_bytes",
          "Maximum amount of virtual memory available in bytes.");

  private static final MetricDescriptor PROCESS_VIRTUAL_MEMORY_BYTES =
      MetricDescriptor.gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.");

  private static final MetricDescriptor PROCESS_RESIDENT_MEMORY_BYTES =
      MetricDescriptor.gauge("process_resident_memory_bytes", "Resident memory size in bytes.");

  private static final double NANOSECONDS = 1e9;

  /** The kernel's number for it, 2^64 - 1, which the other libraries pass on. */
  private static final double UNLIMITED = 0x1p64;

  private static final String ADDRESS_SPACE = "Max address space";

  private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
  private final RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
  private final int pageSize = PageSize.ofThisHost();
  private final OpenFiles open = new OpenFiles(Path.of("/proc"));
  private final KernelFiles files = KernelFiles.ofThisHost(open);

  /** Asks the JVM that it runs in, and the kernel that this runs on, whatever host is reported. */
  @Activate
  public ProcessCollector() {
    // Both are there.
  }

  /** Closes what it has kept open. */
  @Deactivate
  public void close() {
    open.close();
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    List<MetricFamily> families = new ArrayList<>();
    if (system instanceof com.sun.management.OperatingSystemMXBean known) {
      long used = known.getProcessCpuTime();
      if (used >= 0) {
        families.add(PROCESS_CPU_SECONDS.of(used / NANOSECONDS));
      }
    }
    families.add(PROCESS_START_TIME_SECONDS.of(runtime.getStartTime() / 1e3));
    if (system instanceof UnixOperatingSystemMXBean unix) {
      families.add(PROCESS_OPEN_FDS.of((double) openFiles(unix)));
      families.add(PROCESS_MAX_FDS.of((double) unix.getMaxFileDescriptorCount()));
    }
    files
        .findRecords(files.proc("self/statm"))
        .map(statm -> parse(statm, pageSize))
        .ifPresent(families::addAll);
    files
        .findRecords(files.proc("self/limits"))
        .flatMap(ProcessCollector::addressSpace)
        .ifPresent(families::add);
    return families;
  }

  /**
   * Since Linux 6.2 the size of this folder is how many files are open; before, it is 0, and each
   * one has to be counted.
   */
  private long openFiles(UnixOperatingSystemMXBean unix) {
    long size = files.proc("self/fd").toFile().length();
    return size > 0 ? size : unix.getOpenFileDescriptorCount();
  }

  /**
   * Reads the line {@code Max address space unlimited unlimited bytes}. client_java does not tell
   * this, but dashboards ask for it, as Prometheus's other libraries do.
   */
  static Optional<MetricFamily> addressSpace(FieldReader lines) {
    while (lines.nextLine()) {
      if (lines.startsWith(ADDRESS_SPACE)) {
        FamilyBuilder family = PROCESS_VIRTUAL_MEMORY_MAX_BYTES.samples();
        lines.useLine(
            "self/limits",
            line -> {
              line.skip();
              line.skip();
              line.skip();
              family.add(line.startsWith("unlimited") ? UNLIMITED : line.number());
            },
            family::leaveOut);
        return Optional.of(family.build());
      }
    }
    return Optional.empty();
  }

  /** Reads {@code statm}: pages in all, pages in RAM, and more; written sooner than the status. */
  static List<MetricFamily> parse(FieldReader statm, int pageSize) {
    statm.nextLine();
    return List.of(
        next(PROCESS_VIRTUAL_MEMORY_BYTES, statm, pageSize),
        next(PROCESS_RESIDENT_MEMORY_BYTES, statm, pageSize));
  }

  private static MetricFamily next(MetricDescriptor metric, FieldReader fields, int pageSize) {
    FamilyBuilder family = metric.samples();
    fields.useLine("self/statm", line -> family.add(line.number() * pageSize), family::leaveOut);
    return family.build();
  }
}
