package org.metricbay.cpu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * How long processes waited for a scarce resource, from {@code /proc/pressure}:
 *
 * <pre>
 * node_pressure_cpu_waiting_seconds_total 14.036781
 * node_pressure_io_stalled_seconds_total 159.229614
 * node_pressure_memory_waiting_seconds_total 0
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = CpuSettings.class,
            target = "(collectors.pressure=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "pressure",
    description = "How long processes were held up for want of CPU, memory or I/O.")
public final class PressureCollector implements MetricPlugin {
  private static final List<Stall> STALLS =
      List.of(
          Stall.of("cpu", "some", "waiting", "that processes have waited for CPU time"),
          Stall.of("io", "some", "waiting", "that processes have waited due to IO congestion"),
          Stall.of("io", "full", "stalled", "no process could make progress due to IO congestion"),
          Stall.of("memory", "some", "waiting", "that processes have waited for memory"),
          Stall.of(
              "memory",
              "full",
              "stalled",
              "no process could make progress due to memory congestion"),
          Stall.of(
              "irq", "full", "stalled", "no process could make progress due to IRQ congestion"));

  /**
   * One metric.
   *
   * @param resource the file
   * @param line the line in it: of some or of all processes
   */
  private record Stall(String resource, String line, MetricDescriptor metric) {
    static Stall of(String resource, String line, String word, String help) {
      return new Stall(
          resource,
          line,
          MetricDescriptor.counter(
              "node_pressure_" + resource + "_" + word + "_seconds_total",
              "Total time in seconds " + help));
    }
  }

  private static final double THOUSAND = 1000;

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public PressureCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  /** A kernel that is told to give none has the files, but reading them fails. */
  @Override
  public List<MetricFamily> collect() {
    List<MetricFamily> families = new ArrayList<>();
    for (String resource : List.of("cpu", "io", "memory", "irq")) {
      Optional<FieldReader> lines = lines(resource);
      if (lines.isPresent()) {
        families.addAll(parse(resource, lines.get()));
      }
    }
    return families;
  }

  private Optional<FieldReader> lines(String resource) {
    try {
      return files.findRecords(files.proc("pressure/" + resource));
    } catch (IOException switchedOff) {
      return Optional.empty();
    }
  }

  static List<MetricFamily> parse(String resource, FieldReader lines) {
    List<MetricFamily> families = new ArrayList<>();
    lines.eachUsableLine(
        "pressure/" + resource,
        line -> {
          String kind = line.next();
          line.until('=');
          for (Stall stall : STALLS) {
            if (stall.resource().equals(resource) && stall.line().equals(kind)) {
              families.add(family(stall, line));
            }
          }
        },
        (what, why) -> families.add(MetricFamily.unusable(what, why)));
    return families;
  }

  /** The total is the last field; divided as node_exporter does, to round the same. */
  private static MetricFamily family(Stall stall, FieldReader line) {
    while (!line.startsWith("total=")) {
      line.skip();
    }
    line.until('=');
    return stall.metric().of(line.number() / THOUSAND / THOUSAND);
  }
}
