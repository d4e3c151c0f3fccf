package org.metricbay.cpu;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.KernelTable;
import org.metricbay.platform.NameFilter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Interrupts of each CPU from {@code /proc/interrupts}:
 *
 * <pre>
 * node_interrupts_total{cpu="0",devices="i8042",info="IR-IO-APIC-edge",type="1"} 17960
 * node_interrupts_total{cpu="0",devices="",info="Local timer interrupts",type="LOC"} 1.74326351e+08
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "interrupts", description = "Interrupts of each CPU by type and device.")
public final class InterruptsCollector implements MetricPlugin {
  private static final MetricDescriptor INTERRUPTS =
      MetricDescriptor.counter(
          "node_interrupts_total", "Interrupt details.", "cpu", "devices", "info", "type");

  private static final Pattern BLANKS = Pattern.compile("[ \t]+");

  private final KernelFiles files;
  private final CpuSettings settings;

  /** Reads from a kernel's files what the settings choose. */
  @Activate
  public InterruptsCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.interrupts=true)") CpuSettings settings) {
    this.files = files;
    this.settings = settings;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    NameFilter filter = settings.interrupts();
    boolean zeros = settings.interruptZeros();
    return files.table(
        files.proc("interrupts"),
        KernelTable.OF_CPUS,
        lines -> List.of(parse(lines, filter, zeros)));
  }

  static MetricFamily parse(FieldReader lines, NameFilter filter, boolean zeros) {
    FamilyBuilder family = INTERRUPTS.samples();
    String[] cpus = CpuHeading.find(lines, "interrupts", family::leaveOut);
    if (cpus.length == 0) {
      return family.build();
    }
    double[] counts = new double[cpus.length];
    lines.eachUsableLine(
        "interrupts",
        line -> {
          String type = line.until(':');
          if (readCounts(line, counts)) {
            Source source = Source.of(type, line.rest());
            if (filter.test(type + ";" + source.info() + ";" + source.devices())) {
              add(family, cpus, counts, source, zeros);
            }
          }
        },
        family::leaveOut);
    return family.build();
  }

  /** False for a line without details, which has one sum for all CPUs. */
  private static boolean readCounts(FieldReader line, double[] counts) {
    counts[0] = line.number();
    if (!line.hasNext()) {
      return false;
    }
    for (int cpu = 1; cpu < counts.length; cpu++) {
      counts[cpu] = line.number();
    }
    return line.hasNext();
  }

  private static void add(
      FamilyBuilder family, String[] cpus, double[] counts, Source source, boolean zeros) {
    for (int cpu = 0; cpu < cpus.length; cpu++) {
      if (zeros || counts[cpu] != 0) {
        family.add(counts[cpu], cpus[cpu], source.devices(), source.info(), source.type());
      }
    }
  }

  /** Where interrupts come from. */
  private record Source(String type, String info, String devices) {
    static Source of(String type, String details) {
      String info = BLANKS.matcher(details.strip()).replaceAll(" ");
      int space = info.indexOf(' ');
      if (FieldReader.unsigned(space < 0 ? info : info.substring(0, space)).isPresent()) {
        throw new IllegalArgumentException("there are more numbers than CPUs");
      }
      return FieldReader.unsigned(type).isPresent() && space >= 0
          ? new Source(type, info.substring(0, space), info.substring(space + 1))
          : new Source(type, info, "");
    }
  }
}
