package org.metricbay.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.OshiHost;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.LogicalProcessor;
import oshi.hardware.CentralProcessor.ProcessorIdentifier;
import oshi.hardware.CentralProcessor.TickType;

/**
 * What each CPU is and does where there is no Linux kernel to ask:
 *
 * <pre>
 * node_cpu_seconds_total{cpu="0",mode="idle"} 10870.69
 * node_cpu_info{cachesize="",core="0",cpu="0",…} 1
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = CpuSettings.class,
            target = "(collectors.cpu=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "cpu", description = "CPU time by mode, model.")
public final class OshiCpuCollector implements MetricPlugin {
  private static final double MILLISECONDS_PER_SECOND = 1000;

  private final OshiHost host;

  /** Asks OSHI. */
  @Activate
  public OshiCpuCollector(@Reference OshiHost host) {
    this.host = host;
  }

  @Override
  public List<MetricFamily> collect() {
    CentralProcessor processor = host.get().getHardware().getProcessor();
    return List.of(times(processor.getProcessorCpuLoadTicks()), info(processor));
  }

  /**
   * Of each CPU the milliseconds in each mode. A mode that no CPU was ever in is one that the
   * system does not know.
   */
  static MetricFamily times(long[][] ticks) {
    FamilyBuilder family = CpuTimes.CPU_SECONDS.samples();
    for (TickType mode : TickType.values()) {
      if (Arrays.stream(ticks).anyMatch(cpu -> cpu[mode.getIndex()] > 0)) {
        for (int cpu = 0; cpu < ticks.length; cpu++) {
          family.add(
              ticks[cpu][mode.getIndex()] / MILLISECONDS_PER_SECOND,
              Integer.toString(cpu),
              mode.name().toLowerCase(Locale.ROOT));
        }
      }
    }
    return family.build();
  }

  private static MetricFamily info(CentralProcessor processor) {
    ProcessorIdentifier model = processor.getProcessorIdentifier();
    List<Map<String, String>> cpus = new ArrayList<>();
    for (LogicalProcessor cpu : processor.getLogicalProcessors()) {
      cpus.add(
          Map.of(
              "processor", Integer.toString(cpus.size()),
              "physical id", Integer.toString(cpu.getPhysicalPackageNumber()),
              "core id", Integer.toString(cpu.getPhysicalProcessorNumber()),
              "vendor_id", model.getVendor(),
              "cpu family", model.getFamily(),
              "model", model.getModel(),
              "model name", model.getName(),
              "stepping", model.getStepping()));
    }
    return CpuInfo.info(cpus);
  }
}
