package org.metricbay.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Collector;
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
 * What the firmware says of the machine, from {@code /sys/class/dmi/id}. Serial numbers are there
 * for root only.
 *
 * <pre>
 * node_dmi_info{bios_vendor="Acme",board_name="B1",product_name="One",system_vendor="Acme",…} 1
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.dmi=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "dmi", description = "Makers, names and versions of board, chassis and firmware.")
public final class DmiCollector implements MetricPlugin {
  private static final List<String> LABELS =
      List.of(
          "bios_date",
          "bios_release",
          "bios_vendor",
          "bios_version",
          "board_asset_tag",
          "board_name",
          "board_serial",
          "board_vendor",
          "board_version",
          "chassis_asset_tag",
          "chassis_serial",
          "chassis_vendor",
          "chassis_version",
          "product_family",
          "product_name",
          "product_serial",
          "product_sku",
          "product_uuid",
          "product_version",
          "system_vendor");

  private static final MetricDescriptor DMI_INFO =
      MetricDescriptor.gauge(
          "node_dmi_info",
          "A metric with a constant '1' value labeled by "
              + String.join(", ", LABELS)
              + " if provided by DMI.");

  private final KernelFiles files;

  /** Firmware tells it once, before the kernel starts. */
  private @Nullable List<MetricFamily> families;

  /** Reads from a kernel's files. */
  @Activate
  public DmiCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    List<MetricFamily> known = families;
    if (known == null) {
      known = read();
      families = known;
    }
    return known;
  }

  private List<MetricFamily> read() throws IOException {
    Path folder = files.sys("class/dmi/id");
    List<String> labels = new ArrayList<>();
    for (String label : LABELS) {
      // An attribute without text is there all the same.
      Optional<String> text =
          files.find(folder.resolve(label.equals("system_vendor") ? "sys_vendor" : label));
      if (text.isPresent()) {
        labels.add(label);
        labels.add(text.get().strip());
      }
    }
    return labels.isEmpty()
        ? List.of()
        : List.of(DMI_INFO.samples().add(1, Labels.of(labels.toArray(String[]::new))).build());
  }
}
