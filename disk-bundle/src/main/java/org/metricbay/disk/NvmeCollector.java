package org.metricbay.disk;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricFamily.NumberBuilder;
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
public final class NvmeCollector implements MetricPlugin {
  private static final Pattern NAMESPACE = Pattern.compile("nvme\\d+n(\\d+)");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public NvmeCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "nvme";
  }

  @Override
  public String description() {
    return "Model and state of each NVMe device, size and use of its namespaces.";
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
    families.info.sample(
        1,
        "device",
        device,
        "firmware_revision",
        files.line(folder.resolve("firmware_rev")).orElse(""),
        "model",
        files.line(folder.resolve("model")).orElse(""),
        "serial",
        files.line(folder.resolve("serial")).orElse(""),
        "state",
        files.line(folder.resolve("state")).orElse(""),
        "cntlid",
        files.line(folder.resolve("cntlid")).orElse(""));
    for (String name : files.list(folder)) {
      Matcher namespace = NAMESPACE.matcher(name);
      if (namespace.matches()) {
        addNamespace(families, folder.resolve(name), "device", device, "nsid", namespace.group(1));
      }
    }
  }

  private void addNamespace(Families families, Path folder, String... labels) {
    String access = files.line(folder.resolve("ana_state")).orElse("unknown");
    families.namespace.sample(
        1, Stream.concat(Stream.of(labels), Stream.of("ana_state", access)).toArray(String[]::new));
    OptionalDouble block = files.number(folder.resolve("queue/logical_block_size"));
    if (block.isPresent()) {
      families.blockSize.sample(block.getAsDouble(), labels);
      files
          .number(folder.resolve("size"))
          .ifPresent(blocks -> families.addSize(blocks * block.getAsDouble(), labels));
      files
          .number(folder.resolve("nuse"))
          .ifPresent(blocks -> families.used.sample(blocks * block.getAsDouble(), labels));
    }
  }

  private static final class Families {
    private final NumberBuilder info =
        gauge("info", "Non-numeric data from /sys/class/nvme/<device>, value is always 1.");

    private final NumberBuilder namespace =
        gauge("namespace_info", "Information about NVMe namespaces. Value is always 1");

    private final NumberBuilder capacity =
        gauge(
            "namespace_capacity_bytes",
            "Capacity of the NVMe namespace in bytes. Computed as namespace_size *"
                + " namespace_logical_block_size");

    private final NumberBuilder size =
        gauge(
            "namespace_size_bytes",
            "Size of the NVMe namespace in bytes. Available in"
                + " /sys/class/nvme/<device>/<namespace>/size");

    private final NumberBuilder used =
        gauge(
            "namespace_used_bytes",
            "Used space of the NVMe namespace in bytes. Available in"
                + " /sys/class/nvme/<device>/<namespace>/nuse");

    private final NumberBuilder blockSize =
        gauge(
            "namespace_logical_block_size_bytes",
            "Logical block size of the NVMe namespace in bytes. Usually 4Kb. Available in"
                + " /sys/class/nvme/<device>/<namespace>/queue/logical_block_size");

    private static NumberBuilder gauge(String name, String help) {
      return MetricFamily.gauge("node_nvme_" + name, help);
    }

    /** node_exporter says it twice. */
    void addSize(double bytes, String... labels) {
      capacity.sample(bytes, labels);
      size.sample(bytes, labels);
    }

    List<MetricFamily> build() {
      return Stream.of(info, namespace, capacity, size, used, blockSize)
          .map(NumberBuilder::build)
          .toList();
    }
  }
}
