package org.metricbay.cpu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
 * What each CPU is and does, from {@code /proc/stat}, {@code /proc/cpuinfo} and {@code
 * /sys/devices/system/cpu}:
 *
 * <pre>
 * node_cpu_seconds_total{cpu="0",mode="idle"} 10870.69
 * node_cpu_info{cachesize="8192 KB",core="0",cpu="0",…} 1 (if asked for)
 * node_cpu_core_throttles_total{core="0",package="0"} 5
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "cpu",
    description =
        "CPU time by mode, throttling, which CPUs are online or isolated, and if asked, models.")
public final class CpuCollector implements MetricPlugin {
  private static final MetricDescriptor CPU_ISOLATED =
      MetricDescriptor.gauge(
          "node_cpu_isolated",
          "Whether each core is isolated, information from" + " /sys/devices/system/cpu/isolated.",
          "cpu");

  private static final MetricDescriptor CPU_ONLINE =
      MetricDescriptor.gauge("node_cpu_online", "CPUs that are online and being scheduled.", "cpu");

  private final KernelFiles files;
  private final CpuSettings settings;
  private final CpuNumbers numbers;
  private final CpuThrottles throttles;
  private final CpuTimes times = new CpuTimes();
  private final FamilyBuilder isolated = CPU_ISOLATED.samples();
  private final FamilyBuilder online = CPU_ONLINE.samples();

  /** Reads from a kernel's files what the settings choose. */
  @Activate
  public CpuCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.cpu=true)") CpuSettings settings) {
    this.files = files;
    this.numbers = new CpuNumbers(files);
    this.throttles = new CpuThrottles(files);
    this.settings = settings;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    List<MetricFamily> families = new ArrayList<>();
    families.addAll(
        times.update(
            CpuTimes.parse(
                files.records(files.proc("stat"), "cpu"),
                (what, why) -> families.add(MetricFamily.unusable(what, why)))));
    Optional<CpuInfo.Words> info = settings.info();
    if (info.isPresent()) {
      String cpuinfo = files.read(files.proc("cpuinfo"));
      families.addAll(CpuInfo.families(cpuinfo, info.get()));
    }
    List<String> cpus = numbers.present();
    families.addAll(throttles.families(cpus));
    families.add(isolated());
    families.add(online(cpus));
    return families;
  }

  private MetricFamily isolated() {
    isolated.begin();
    try {
      numbers.in("isolated").forEach(cpu -> isolated.add(1, cpu));
    } catch (NumberFormatException e) {
      isolated.leaveOut("devices/system/cpu/isolated", "cannot be read: " + e.getMessage());
    }
    return isolated.build();
  }

  /** Where the first CPU cannot be switched off, as on most PCs, node_exporter reports none. */
  private MetricFamily online(List<String> cpus) {
    online.begin();
    if (!cpus.isEmpty() && online(cpus.get(0)).isPresent()) {
      for (String cpu : cpus) {
        online(cpu).ifPresent(value -> online.add(value, cpu));
      }
    }
    return online.build();
  }

  private OptionalDouble online(String cpu) {
    return files.number(files.sys("devices/system/cpu/cpu" + cpu + "/online"));
  }
}
