package org.metricbay.memory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.api.MetricType;
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
@Collector(
    name = "meminfo_numa",
    description = "What the memory of each NUMA node is used for, and where allocations went.")
public final class MeminfoNumaCollector implements MetricPlugin {
  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public MeminfoNumaCollector(@Reference KernelFiles files) {
    this.files = files;
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
          families.addMeminfo(node, folder, meminfo.get());
        }
        if (numastat.isPresent()) {
          families.addNumastat(node, folder, numastat.get());
        }
      }
    }
    return families.build();
  }

  /** The families that the nodes' files make up, in the order of the files. */
  static final class Families {
    private final Map<String, FamilyBuilder> families = new LinkedHashMap<>();
    private final List<MetricFamily> unusable = new ArrayList<>(0);

    /** Reads lines such as {@code Node 0 MemFree: 1625300 kB}. */
    void addMeminfo(Labels node, String folder, String meminfo) {
      new FieldReader(meminfo)
          .eachUsableLine(
              folder + "/meminfo",
              line -> {
                line.skip();
                line.skip();
                String field = line.until(':');
                double value = MemoryField.value(line, MemoryField.isInKibibytes(field));
                families
                    .computeIfAbsent(MemoryField.plain(field), key -> family(MetricType.GAUGE, key))
                    .add(value, node);
              },
              this::leaveOut);
    }

    private void leaveOut(String what, String why) {
      unusable.add(MetricFamily.unusable(what, why));
    }

    private static FamilyBuilder family(MetricType type, String name) {
      return MetricDescriptor.found(
              type, "node_memory_numa_" + name, MemoryField.help(name), "node")
          .samples();
    }

    /** Reads lines such as {@code numa_miss 12624528}. */
    void addNumastat(Labels node, String folder, String numastat) {
      new FieldReader(numastat)
          .eachUsableLine(
              folder + "/numastat",
              line -> {
                String name = line.next() + "_total";
                double value = line.number();
                families
                    .computeIfAbsent(name, key -> family(MetricType.COUNTER, key))
                    .add(value, node);
              },
              this::leaveOut);
    }

    List<MetricFamily> build() {
      return Stream.concat(families.values().stream().map(FamilyBuilder::build), unusable.stream())
          .toList();
    }
  }
}
