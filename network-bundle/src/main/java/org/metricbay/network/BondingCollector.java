package org.metricbay.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Devices that are bonded to one, from {@code /sys/class/net}:
 *
 * <pre>
 * node_bonding_slaves{master="bond0"} 2
 * node_bonding_active{master="bond0"} 1
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = NetworkSettings.class,
            target = "(collectors.bonding=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "bonding",
    description = "Number of devices in each bond, and of those that are up.")
public final class BondingCollector implements MetricPlugin {
  private static final MetricDescriptor BONDING_SLAVES =
      MetricDescriptor.gauge(
          "node_bonding_slaves", "Number of configured slaves per bonding interface.");

  private static final MetricDescriptor BONDING_ACTIVE =
      MetricDescriptor.gauge(
          "node_bonding_active", "Number of active slaves per bonding interface.");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public BondingCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    Path folder = files.sys("class/net");
    FamilyBuilder slaves = BONDING_SLAVES.samples();
    FamilyBuilder active = BONDING_ACTIVE.samples();
    for (String master : words(folder.resolve("bonding_masters"))) {
      List<String> states = states(files.in(folder, master));
      Labels labels = Labels.of("master", master);
      slaves.add(states.size(), labels);
      active.add((double) states.stream().filter("up"::equals).count(), labels);
    }
    return List.of(slaves.build(), active.build());
  }

  private List<String> states(Path bond) throws IOException {
    List<String> states = new ArrayList<>();
    for (String slave : words(bond.resolve("bonding/slaves"))) {
      state(bond, slave).ifPresent(states::add);
    }
    return states;
  }

  private List<String> words(Path file) throws IOException {
    Optional<String> text = files.find(file);
    return text.isPresent() ? parseWords(text.get()) : List.of();
  }

  static List<String> parseWords(String text) {
    List<String> words = new ArrayList<>();
    FieldReader line = new FieldReader(text);
    while (line.nextLine()) {
      while (line.hasNext()) {
        words.add(line.next());
      }
    }
    return words;
  }

  /** Whether a device's link is up; older kernels name its folder otherwise. */
  private Optional<String> state(Path bond, String slave) {
    String file = "bonding_slave/mii_status";
    return files
        .line(files.in(bond, "lower_" + slave).resolve(file))
        .or(() -> files.line(files.in(bond, "slave_" + slave).resolve(file)));
  }
}
