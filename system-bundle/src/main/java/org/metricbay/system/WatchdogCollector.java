package org.metricbay.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Watchdog timers, from {@code /sys/class/watchdog}:
 *
 * <pre>
 * node_watchdog_timeout_seconds{name="watchdog0"} 60
 * node_watchdog_info{identity="Software Watchdog",name="watchdog0",state="active",…} 1
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.watchdog=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "watchdog", description = "Watchdog timers, which reset a machine that hangs.")
public final class WatchdogCollector implements MetricPlugin {
  private static final MetricDescriptor WATCHDOG_INFO =
      MetricDescriptor.gauge(
          "node_watchdog_info",
          "Info of /sys/class/watchdog/<watchdog>",
          "name",
          "identity",
          "options",
          "pretimeout_governor",
          "state",
          "status");

  /** The files that hold a number, each with its metric. */
  private static final Map<String, MetricDescriptor> NUMBERS =
      Map.of(
          "access_cs0", number("access_cs0", "access_cs0"),
          "bootstatus", number("bootstatus", "bootstatus"),
          "fw_version", number("fw_version", "fw_version"),
          "nowayout", number("nowayout", "nowayout"),
          "pretimeout", number("pretimeout", "pretimeout_seconds"),
          "timeleft", number("timeleft", "timeleft_seconds"),
          "timeout", number("timeout", "timeout_seconds"));

  private static final List<String> TEXTS =
      List.of("identity", "options", "pretimeout_governor", "state", "status");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public WatchdogCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  private static MetricDescriptor number(String file, String metric) {
    return MetricDescriptor.gauge(
        "node_watchdog_" + metric, "Value of /sys/class/watchdog/<watchdog>/" + file, "name");
  }

  @Override
  public List<MetricFamily> collect() {
    Path folder = files.sys("class/watchdog");
    List<String> names = files.list(folder);
    if (names.isEmpty()) {
      return List.of();
    }
    List<MetricFamily> families = new ArrayList<>();
    NUMBERS.forEach(
        (file, metric) -> {
          FamilyBuilder family = metric.samples();
          for (String name : names) {
            Attributes.signed(files, folder.resolve(name).resolve(file))
                .ifPresent(value -> family.add(value, name));
          }
          families.add(family.build());
        });
    FamilyBuilder info = WATCHDOG_INFO.samples();
    for (String name : names) {
      info.add(1, values(folder, name));
    }
    families.add(info.build());
    return families;
  }

  private String[] values(Path folder, String name) {
    List<String> values = new ArrayList<>(List.of(name));
    for (String file : TEXTS) {
      values.add(files.line(folder.resolve(name).resolve(file)).orElse(""));
    }
    return values.toArray(String[]::new);
  }
}
