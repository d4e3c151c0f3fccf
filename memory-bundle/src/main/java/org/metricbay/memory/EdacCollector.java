package org.metricbay.memory;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * Errors that memory controllers found, and mended or not, from {@code /sys/devices/system/edac}:
 *
 * <pre>
 * node_edac_correctable_errors_total{controller="0"} 1
 * node_edac_csrow_uncorrectable_errors_total{controller="0",csrow="0"} 4
 * node_edac_channel_correctable_errors_total{channel="0",controller="0",csrow="0",dimm_label="…"} 2
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = MemorySettings.class,
            target = "(collectors.edac=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "edac", description = "Memory errors by controller, row and channel.")
public final class EdacCollector implements MetricPlugin {
  private static final MetricDescriptor CORRECTABLE =
      counter("correctable_errors_total", "Total correctable memory errors.", "controller");

  private static final MetricDescriptor UNCORRECTABLE =
      counter("uncorrectable_errors_total", "Total uncorrectable memory errors.", "controller");

  private static final MetricDescriptor CSROW_CORRECTABLE =
      counter(
          "csrow_correctable_errors_total",
          "Total correctable memory errors for this csrow.",
          "controller",
          "csrow");

  private static final MetricDescriptor CSROW_UNCORRECTABLE =
      counter(
          "csrow_uncorrectable_errors_total",
          "Total uncorrectable memory errors for this csrow.",
          "controller",
          "csrow");

  private static final MetricDescriptor CHANNEL_CORRECTABLE =
      counter(
          "channel_correctable_errors_total",
          "Total correctable memory errors for this channel.",
          "controller",
          "csrow",
          "channel",
          "dimm_label");

  private static final MetricDescriptor CHANNEL_UNCORRECTABLE =
      counter(
          "channel_uncorrectable_errors_total",
          "Total uncorrectable memory errors for this channel.",
          "controller",
          "csrow",
          "channel",
          "dimm_label");

  private static final Pattern CONTROLLER = Pattern.compile("mc(\\d+)");
  private static final Pattern CSROW = Pattern.compile("csrow(\\d+)");
  private static final Pattern CHANNEL = Pattern.compile("ch(\\d+)_ce_count");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public EdacCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  private static MetricDescriptor counter(String name, String help, String... labels) {
    return MetricDescriptor.counter("node_edac_" + name, help, labels);
  }

  @Override
  public List<MetricFamily> collect() {
    Path folder = files.sys("devices/system/edac/mc");
    List<String> names = files.list(folder);
    if (names.isEmpty()) {
      return List.of();
    }
    Families families = new Families();
    for (String name : names) {
      Matcher controller = CONTROLLER.matcher(name);
      if (controller.matches()) {
        addController(families, folder.resolve(name), controller.group(1));
      }
    }
    return families.build();
  }

  private void addController(Families families, Path folder, String controller) {
    Labels labels = CORRECTABLE.labels(controller);
    add(families.correctable, folder.resolve("ce_count"), labels);
    add(families.uncorrectable, folder.resolve("ue_count"), labels);
    Labels unknown = CSROW_CORRECTABLE.labels(controller, "unknown");
    add(families.csrowCorrectable, folder.resolve("ce_noinfo_count"), unknown);
    add(families.csrowUncorrectable, folder.resolve("ue_noinfo_count"), unknown);
    for (String name : files.list(folder)) {
      Matcher csrow = CSROW.matcher(name);
      if (csrow.matches()) {
        addCsrow(families, folder.resolve(name), controller, csrow.group(1));
      }
    }
  }

  private void addCsrow(Families families, Path folder, String controller, String csrow) {
    Labels labels = CSROW_CORRECTABLE.labels(controller, csrow);
    add(families.csrowCorrectable, folder.resolve("ce_count"), labels);
    add(families.csrowUncorrectable, folder.resolve("ue_count"), labels);
    for (String name : files.list(folder)) {
      Matcher match = CHANNEL.matcher(name);
      if (match.matches()) {
        String channel = match.group(1);
        Labels ofChannel =
            CHANNEL_CORRECTABLE.labels(
                controller,
                csrow,
                channel,
                dimmLabel(folder.resolve("ch" + channel + "_dimm_label")));
        add(families.channelCorrectable, folder.resolve(name), ofChannel);
        add(families.channelUncorrectable, folder.resolve("ch" + channel + "_ue_count"), ofChannel);
      }
    }
  }

  private void add(FamilyBuilder family, Path file, Labels labels) {
    files.number(file).ifPresent(count -> family.add(count, labels));
  }

  private String dimmLabel(Path file) {
    return files.line(file).map(EdacCollector::parseDimmLabel).orElse("unknown");
  }

  /** Drivers write labels such as {@code CPU#0Channel#1} or {@code mc#0csrow#1channel#0}. */
  static String parseDimmLabel(String label) {
    return label.replace("#", "").replace("csrow", "_csrow").replace("channel", "_channel");
  }

  private static final class Families {
    private final FamilyBuilder correctable = CORRECTABLE.samples();
    private final FamilyBuilder uncorrectable = UNCORRECTABLE.samples();
    private final FamilyBuilder csrowCorrectable = CSROW_CORRECTABLE.samples();
    private final FamilyBuilder csrowUncorrectable = CSROW_UNCORRECTABLE.samples();
    private final FamilyBuilder channelCorrectable = CHANNEL_CORRECTABLE.samples();
    private final FamilyBuilder channelUncorrectable = CHANNEL_UNCORRECTABLE.samples();

    List<MetricFamily> build() {
      return List.of(
          correctable.build(),
          uncorrectable.build(),
          csrowCorrectable.build(),
          csrowUncorrectable.build(),
          channelCorrectable.build(),
          channelUncorrectable.build());
    }
  }
}
