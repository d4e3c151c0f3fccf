package org.metricbay.memory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * What the memory of each NUMA node is used for, and where allocations went, from {@code
 * /sys/devices/system/node}:
 *
 * <pre>
 * node_memory_numa_MemFree{node="0"} 1.66430720e+09
 * node_memory_numa_numa_miss_total{node="0"} 1.2624528e+07
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = MemorySettings.class,
            target = "(collectors.meminfo_numa=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class MeminfoNumaCollector implements MetricPlugin {
  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public MeminfoNumaCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "meminfo_numa";
  }

  @Override
  public String description() {
    return "What the memory of each NUMA node is used for, and where allocations went.";
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    Path nodes = files.sys("devices/system/node");
    Families families = new Families();
    for (String folder : files.list(nodes)) {
      if (folder.matches("node\\d+")) {
        Labels node = Labels.of("node", folder.substring("node".length()));
        Optional<String> meminfo = files.find(nodes.resolve(folder).resolve("meminfo"));
        Optional<String> numastat = files.find(nodes.resolve(folder).resolve("numastat"));
        if (meminfo.isPresent()) {
          families.addMeminfo(node, meminfo.get());
        }
        if (numastat.isPresent()) {
          families.addNumastat(node, numastat.get());
        }
      }
    }
    return families.build();
  }

  /** The families that the nodes' files make up, in the order of the files. */
  static final class Families {
    private final Map<String, MetricFamily.NumberBuilder> families = new LinkedHashMap<>();

    /** Reads lines such as {@code Node 0 MemFree: 1625300 kB}. */
    void addMeminfo(Labels node, String meminfo) {
      FieldReader line = new FieldReader(meminfo);
      while (line.nextLine()) {
        line.skip();
        line.skip();
        String name = MemoryField.plain(line.until(':'));
        double value = line.number();
        families
            .computeIfAbsent(
                name, key -> MetricFamily.gauge("node_memory_numa_" + key, MemoryField.help(key)))
            .sample(line.hasNext() ? value * MemoryField.KIBIBYTE : value, node);
      }
    }

    /** Reads lines such as {@code numa_miss 12624528}. */
    void addNumastat(Labels node, String numastat) {
      FieldReader line = new FieldReader(numastat);
      while (line.nextLine()) {
        families
            .computeIfAbsent(
                line.next() + "_total",
                key -> MetricFamily.counter("node_memory_numa_" + key, MemoryField.help(key)))
            .sample(line.number(), node);
      }
    }

    List<MetricFamily> build() {
      return families.values().stream().map(MetricFamily.NumberBuilder::build).toList();
    }
  }
}
