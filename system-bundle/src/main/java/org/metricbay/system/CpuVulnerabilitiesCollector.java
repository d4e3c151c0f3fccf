package org.metricbay.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Known weaknesses of the CPUs, and what is done against each, from {@code
 * /sys/devices/system/cpu/vulnerabilities}:
 *
 * <pre>
 * node_cpu_vulnerabilities_info{codename="mds",mitigation="",state="not affected"} 1
 * node_cpu_vulnerabilities_info{codename="retbleed",mitigation="IBRS",state="mitigation"} 1
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.cpu_vulnerabilities=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "cpu_vulnerabilities",
    description = "Known weaknesses of the CPUs, and what is done against each.")
public final class CpuVulnerabilitiesCollector implements MetricPlugin {
  private static final MetricDescriptor CPU_VULNERABILITIES_INFO =
      MetricDescriptor.gauge(
          "node_cpu_vulnerabilities_info",
          "Details of each CPU vulnerability reported by sysfs. The value of the series is an"
              + " int encoded state of the vulnerability. The same state is stored as a string"
              + " in the label",
          "codename",
          "mitigation",
          "state");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public CpuVulnerabilitiesCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() {
    FamilyBuilder family = CPU_VULNERABILITIES_INFO.samples();
    Path folder = files.sys("devices/system/cpu/vulnerabilities");
    for (String name : files.list(folder)) {
      Optional<String> text = files.line(folder.resolve(name));
      if (text.isPresent()) {
        Vulnerability found = parse(text.get());
        family.add(1, name, found.mitigation(), found.state());
      }
    }
    return List.of(family.build());
  }

  record Vulnerability(String state, String mitigation) {}

  /** What does not begin with a known state is told as it is. */
  static Vulnerability parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("not affected")) {
      return new Vulnerability("not affected", "");
    }
    for (String state : List.of("vulnerable", "mitigation", "unknown")) {
      if (lower.startsWith(state)) {
        int space = text.indexOf(' ');
        return new Vulnerability(state, space < 0 ? "" : text.substring(space).strip());
      }
    }
    return new Vulnerability("unknown", text);
  }
}
