package org.metricbay.disk;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * NVMe devices and their namespaces, from {@code /sys/class/nvme}:
 *
 * <pre>
 * node_nvme_info{device="nvme0",firmware_revision="…",model="…",state="live",…} 1
 * node_nvme_namespace_used_bytes{device="nvme0",nsid="1"} 2e+12
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = DiskSettings.class,
            target = "(collectors.nvme=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "nvme",
    description = "Model and state of each NVMe device, size and use of its namespaces.")
public final class NvmeCollector implements MetricPlugin {
  private static final MetricDescriptor INFO =
      MetricDescriptor.gauge(
          "node_nvme_info",
          "Non-numeric data from /sys/class/nvme/<device>, value is always 1.",
          "device",
          "firmware_revision",
          "model",
          "serial",
          "state",
          "cntlid");

  private static final MetricDescriptor NAMESPACE_INFO =
      MetricDescriptor.gauge(
          "node_nvme_namespace_info",
          "Information about NVMe namespaces. Value is always 1",
          "device",
          "nsid",
          "ana_state");

  private static final MetricDescriptor CAPACITY =
      namespace(
          "capacity_bytes",
          "Capacity of the NVMe namespace in bytes. Computed as namespace_size *"
              + " namespace_logical_block_size");

  private static final MetricDescriptor SIZE =
      namespace(
          "size_bytes",
          "Size of the NVMe namespace in bytes. Available in"
              + " /sys/class/nvme/<device>/<namespace>/size");

  private static final MetricDescriptor USED =
      namespace(
          "used_bytes",
          "Used space of the NVMe namespace in bytes. Available in"
              + " /sys/class/nvme/<device>/<namespace>/nuse");

  private static final MetricDescriptor BLOCK_SIZE =
      namespace(
          "logical_block_size_bytes",
          "Logical block size of the NVMe namespace in bytes. Usually 4Kb. Available in"
              + " /sys/class/nvme/<device>/<namespace>/queue/logical_block_size");

  private static final Pattern NAMESPACE = Pattern.compile("nvme\\d+n(\\d+)");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public NvmeCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  private static MetricDescriptor namespace(String name, String help) {
    return MetricDescriptor.gauge("node_nvme_namespace_" + name, help, "device", "nsid");
  }

  @Override
  public List<MetricFamily> collect() {
    Path folder = files.sys("class/nvme");
    List<String> devices = files.list(folder);
    if (devices.isEmpty()) {
      return List.of();
    }
    Families families = new Families();
    for (String device : devices) {
      addDevice(families, device, folder.resolve(device));
    }
    return families.build();
  }

  private void addDevice(Families families, String device, Path folder) {
    families.info.add(
        1,
        device,
        files.line(folder.resolve("firmware_rev")).orElse(""),
        files.line(folder.resolve("model")).orElse(""),
        files.line(folder.resolve("serial")).orElse(""),
        files.line(folder.resolve("state")).orElse(""),
        files.line(folder.resolve("cntlid")).orElse(""));
    for (String name : files.list(folder)) {
      Matcher namespace = NAMESPACE.matcher(name);
      if (namespace.matches()) {
        addNamespace(families, folder.resolve(name), device, namespace.group(1));
      }
    }
  }

  private void addNamespace(Families families, Path folder, String device, String number) {
    String access = files.line(folder.resolve("ana_state")).orElse("unknown");
    families.namespace.add(1, device, number, access);
    Labels labels = SIZE.labels(device, number);
    OptionalDouble block = files.number(folder.resolve("queue/logical_block_size"));
    if (block.isPresent()) {
      families.blockSize.add(block.getAsDouble(), labels);
      files
          .number(folder.resolve("size"))
          .ifPresent(blocks -> families.addSize(blocks * block.getAsDouble(), labels));
      files
          .number(folder.resolve("nuse"))
          .ifPresent(blocks -> families.used.add(blocks * block.getAsDouble(), labels));
    }
  }

  private static final class Families {
    private final FamilyBuilder info = INFO.samples();
    private final FamilyBuilder namespace = NAMESPACE_INFO.samples();
    private final FamilyBuilder capacity = CAPACITY.samples();
    private final FamilyBuilder size = SIZE.samples();
    private final FamilyBuilder used = USED.samples();
    private final FamilyBuilder blockSize = BLOCK_SIZE.samples();

    /** node_exporter says it twice. */
    void addSize(double bytes, Labels labels) {
      capacity.add(bytes, labels);
      size.add(bytes, labels);
    }

    List<MetricFamily> build() {
      return Stream.of(info, namespace, capacity, size, used, blockSize)
          .map(FamilyBuilder::build)
          .toList();
    }
  }
}
