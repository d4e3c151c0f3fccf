package org.metricbay.network;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * Neighbours found by ARP, from {@code /proc/net/arp}:
 *
 * <pre>
 * node_arp_entries{device="eth0"} 3
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "arp", description = "Number of neighbours that each device has found by ARP.")
public final class ArpCollector implements MetricPlugin {
  private static final MetricDescriptor ARP_ENTRIES =
      MetricDescriptor.gauge("node_arp_entries", "ARP entries by device", "device");

  /** The column with the device. */
  private static final int DEVICE = 5;

  private final KernelFiles files;
  private final NetworkSettings settings;

  /** Reads from a kernel's files what the settings choose. */
  @Activate
  public ArpCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.arp=true)") NetworkSettings settings) {
    this.files = files;
    this.settings = settings;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return List.of(parse(files.records(files.proc("net/arp")), settings.arpDevices()));
  }

  static MetricFamily parse(FieldReader lines, NameFilter wanted) {
    FamilyBuilder family = ARP_ENTRIES.samples();
    SortedMap<String, Integer> entries = new TreeMap<>();
    lines.nextLine(); // the heading
    lines.eachUsableLine(
        "net/arp",
        line -> {
          for (int column = 0; column < DEVICE; column++) {
            line.skip();
          }
          String device = line.next();
          if (line.hasNext()) {
            throw new IllegalArgumentException("there is something behind the device");
          }
          if (wanted.test(device)) {
            entries.merge(device, 1, Integer::sum);
          }
        },
        family::leaveOut);
    for (Map.Entry<String, Integer> entry : entries.entrySet()) {
      family.add(entry.getValue(), entry.getKey());
    }
    return family.build();
  }
}
