package org.metricbay.memory;

import java.io.IOException;
import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
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
 * Free blocks of memory by size (2 to the power of that many pages), from {@code /proc/buddyinfo}:
 *
 * <pre>
 * node_buddyinfo_blocks{node="0",size="0",zone="Normal"} 4381
 * node_buddyinfo_blocks{node="0",size="1",zone="Normal"} 1093
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = MemorySettings.class,
            target = "(collectors.buddyinfo=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "buddyinfo",
    description = "Free blocks of memory by size, which shows how broken up it is.")
public final class BuddyinfoCollector implements MetricPlugin {
  private static final MetricDescriptor BUDDYINFO_BLOCKS =
      MetricDescriptor.gauge(
          "node_buddyinfo_blocks",
          "Count of free blocks according to size.",
          "node",
          "size",
          "zone");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public BuddyinfoCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return List.of(parse(files.read(files.proc("buddyinfo"))));
  }

  static MetricFamily parse(String buddyinfo) {
    FamilyBuilder blocks = BUDDYINFO_BLOCKS.samples();
    new FieldReader(buddyinfo)
        .eachLine(
            "buddyinfo",
            line -> {
              expect("Node", line);
              String node = line.until(',');
              expect("zone", line);
              String zone = line.next();
              for (int size = 0; line.hasNext(); size++) {
                blocks.add(line.number(), node, Integer.toString(size), zone);
              }
            },
            blocks::leaveOut);
    return blocks.build();
  }

  private static void expect(String word, FieldReader line) {
    if (!line.next().equals(word)) {
      throw new IllegalArgumentException("\"" + word + "\" is missing");
    }
  }
}
