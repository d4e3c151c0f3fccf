package org.metricbay.memory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * Kernel samepage merging, from {@code /sys/kernel/mm/ksm}:
 *
 * <pre>
 * node_ksmd_pages_sharing 255
 * node_ksmd_full_scans_total 323
 * node_ksmd_sleep_seconds 0.02
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = MemorySettings.class,
            target = "(collectors.ksmd=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "ksmd", description = "How much memory is saved by merging equal pages.")
public final class KsmdCollector implements MetricPlugin {
  private static final List<Attribute> ATTRIBUTES =
      List.of(
          new Attribute(
              "full_scans",
              "full_scans_total",
              1,
              "How many times all mergeable areas have been scanned."),
          new Attribute(
              "general_profit",
              "general_profit_bytes",
              1,
              "How effective is KSM. ksm_saved_pages * sizeof(page) - (all_rmap_items) *"
                  + " sizeof(rmap_item)"),
          new Attribute(
              "merge_across_nodes", "Specifies if pages from different NUMA nodes can be merged."),
          new Attribute("pages_shared", "How many shared pages are being used."),
          new Attribute(
              "pages_sharing", "How many more sites are sharing them i.e. how much saved."),
          new Attribute("pages_to_scan", "How many pages to scan before ksmd goes to sleep."),
          new Attribute(
              "pages_unshared", "How many pages unique but repeatedly checked for merging."),
          new Attribute(
              "pages_volatile", "How many pages changing too fast to be placed in a tree."),
          new Attribute("run", "The status of ksmd. stopped = 0, running = 1"),
          new Attribute(
              "sleep_millisecs",
              "sleep_seconds",
              1000,
              "How many seconds ksmd should sleep before next scan."));

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public KsmdCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() {
    Path folder = files.sys("kernel/mm/ksm");
    List<MetricFamily> families = new ArrayList<>();
    for (Attribute attribute : ATTRIBUTES) {
      Optional<String> text = files.line(folder.resolve(attribute.file()));
      text.ifPresent(value -> families.add(attribute.family(value)));
    }
    return families;
  }

  /**
   * A file of the folder.
   *
   * @param metric what it is exposed as
   * @param divisor how many of its units make one of the metric's
   */
  record Attribute(String file, MetricDescriptor metric, double divisor) {
    Attribute(String file, String help) {
      this(file, file, 1, help);
    }

    Attribute(String file, String name, double divisor, String help) {
      this(file, metric("node_ksmd_" + name, help), divisor);
    }

    private static MetricDescriptor metric(String name, String help) {
      return name.endsWith("_total")
          ? MetricDescriptor.counter(name, help)
          : MetricDescriptor.gauge(name, help);
    }

    MetricFamily family(String text) {
      FieldReader reader = new FieldReader(text);
      FamilyBuilder family = metric.samples();
      reader.eachUsableLine(
          "ksm/" + file, line -> family.add(line.number() / divisor), family::leaveOut);
      return family.build();
    }
  }
}
