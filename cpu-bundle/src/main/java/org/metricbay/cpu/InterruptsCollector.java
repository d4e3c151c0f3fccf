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
  static final MetricDescriptor INTERRUPTS =
      MetricDescriptor.counter(
          "node_interrupts_total", "Interrupt details.", "cpu", "devices", "info", "type");

  private static final Pattern BLANKS = Pattern.compile("[ \t]+");

  private final KernelFiles files;
  private final CpuSettings settings;
  private final FamilyBuilder family = INTERRUPTS.samples();
  private final CpuNames names = new CpuNames();

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
    FieldReader lines = files.fields(files.proc("interrupts"));
    Rows rows = new Rows(family.begin(), names, settings.interrupts(), settings.interruptZeros());
    return List.of(parse(lines, rows));
  }

  /** Where the rows of the file go: those that are wanted, and without zeros if so asked for. */
  record Rows(FamilyBuilder family, CpuNames names, NameFilter filter, boolean zeros) {
    void add(String type, String details, double[] counts) {
      String info = BLANKS.matcher(details.strip()).replaceAll(" ");
      String devices = "";
      int space = info.indexOf(' ');
      if (FieldReader.unsigned(type).isPresent() && space >= 0) {
        devices = info.substring(space + 1);
        info = info.substring(0, space);
      }
      if (filter.test(type + ";" + info + ";" + devices)) {
        for (int cpu = 0; cpu < counts.length; cpu++) {
          if (zeros || counts[cpu] != 0) {
            family.add(counts[cpu], names.of(cpu), devices, info, type);
          }
        }
      }
    }
  }

  static MetricFamily parse(FieldReader line, Rows rows) {
    int cpus = 0;
    if (line.nextLine()) {
      for (; line.hasNext(); cpus++) {
        line.skip();
      }
    }
    double[] counts = new double[cpus];
    line.eachLine(
        "interrupts",
        each -> {
          String type = each.until(':');
          // A line without details has one sum for all CPUs.
          if (readCounts(each, counts) && each.hasNext()) {
            rows.add(type, each.rest(), counts);
          }
        },
        rows.family()::leaveOut);
    return rows.family().build();
  }

  private static boolean readCounts(FieldReader line, double[] counts) {
    for (int cpu = 0; cpu < counts.length; cpu++) {
      if (!line.hasNext()) {
        return false;
      }
      counts[cpu] = line.number();
    }
    return true;
  }
}
