package org.metricbay.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.storage.Families.Value;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Ports of InfiniBand devices, from {@code /sys/class/infiniband}:
 *
 * <pre>
 * node_infiniband_state_id{device="mlx4_0",port="1"} 4
 * node_infiniband_port_data_received_bytes_total{device="mlx4_0",port="1"} 1.8527668e+07
 * node_infiniband_link_downed_total{device="mlx4_0",port="1"} 0
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "infiniband", description = "State, traffic and errors of each InfiniBand port.")
public final class InfinibandCollector implements MetricPlugin {
  private static final Value INFO =
      Value.gauge(
          "node_infiniband_info",
          "Non-numeric data from /sys/class/infiniband/<device>, value is always 1.");

  private static final Value STATE =
      Value.gauge(
          "node_infiniband_state_id",
          "State of the InfiniBand port (0: no change, 1: down, 2: init, 3: armed, 4: active,"
              + " 5: act defer)");

  private static final Value PHYSICAL_STATE =
      Value.gauge(
          "node_infiniband_physical_state_id",
          "Physical state of the InfiniBand port (0: no change, 1: sleep, 2: polling, 3: disable,"
              + " 4: shift, 5: link up, 6: link error recover, 7: phytest)");

  private static final Value RATE =
      Value.gauge("node_infiniband_rate_bytes_per_second", "Maximum signal transfer rate");

  private static final Value LIFESPAN =
      Value.gauge(
          "node_infiniband_lifespan_seconds",
          "The maximum period in ms which defines the aging of the counter reads. Two consecutive"
              + " reads within this period might return the same values.");

  private static final double MILLISECONDS_PER_SECOND = 1000;

  /** Such as {@code 2.5 Gb/sec (1X SDR)}. */
  private static final Pattern GIGABITS = Pattern.compile("(\\d+(?:\\.\\d+)?) Gb/sec.*");

  private static final double BYTES_PER_GIGABIT = 125_000_000;

  private final KernelFiles files;
  private final StorageSettings settings;

  /** Reads from a kernel's files the devices that the settings choose. */
  @Activate
  public InfinibandCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.infiniband=true)") StorageSettings settings) {
    this.files = files;
    this.settings = settings;
  }

  @Override
  public List<MetricFamily> collect() {
    Families families = new Families();
    Path folder = files.sys("class/infiniband");
    for (String device : files.list(folder)) {
      if (settings.infiniband().test(device)) {
        addDevice(families, device, folder.resolve(device));
      }
    }
    return families.build();
  }

  private void addDevice(Families families, String device, Path folder) {
    families.add(
        INFO,
        1,
        "device",
        device,
        "board_id",
        files.line(folder.resolve("board_id")).orElse(""),
        "firmware_version",
        files.line(folder.resolve("fw_ver")).orElse(""),
        "hca_type",
        files.line(folder.resolve("hca_type")).orElse(""));
    for (String port : files.list(folder.resolve("ports"))) {
      addPort(families, folder.resolve("ports").resolve(port), "device", device, "port", port);
    }
  }

  private void addPort(Families families, Path folder, String... labels) {
    files.line(folder.resolve("state")).ifPresent(s -> add(families, STATE, number(s), labels));
    files
        .line(folder.resolve("phys_state"))
        .ifPresent(s -> add(families, PHYSICAL_STATE, number(s), labels));
    files.line(folder.resolve("rate")).ifPresent(s -> add(families, RATE, rate(s), labels));
    // Whole seconds, as in node_exporter.
    OptionalDouble lifespan = files.number(folder.resolve("hw_counters/lifespan"));
    lifespan.ifPresent(
        ms -> families.add(LIFESPAN, Math.floor(ms / MILLISECONDS_PER_SECOND), labels));
    for (Map.Entry<String, Value> counter : InfinibandCounters.ALL) {
      // A port without a counter says "N/A (no PMA)" in its place.
      add(families, counter.getValue(), files.number(folder.resolve(counter.getKey())), labels);
    }
  }

  private static void add(Families families, Value value, OptionalDouble number, String... labels) {
    number.ifPresent(given -> families.add(value, given, labels));
  }

  /** The number of a state such as {@code 4: ACTIVE}. */
  static OptionalDouble number(String state) {
    return FieldReader.unsigned(state.substring(0, Math.max(0, state.indexOf(':'))).strip());
  }

  /** Bytes a second, with no more precision than the kernel gives. */
  static OptionalDouble rate(String text) {
    Matcher matcher = GIGABITS.matcher(text);
    return matcher.matches()
        ? OptionalDouble.of(
            Math.floor((double) Float.parseFloat(matcher.group(1)) * BYTES_PER_GIGABIT))
        : OptionalDouble.empty();
  }
}
