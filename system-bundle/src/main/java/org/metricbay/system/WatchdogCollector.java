package org.metricbay.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
public final class WatchdogCollector implements MetricPlugin {
  /** The files that hold a number, each with its metric. */
  private static final Map<String, String> NUMBERS =
      Map.of(
          "access_cs0", "access_cs0",
          "bootstatus", "bootstatus",
          "fw_version", "fw_version",
          "nowayout", "nowayout",
          "pretimeout", "pretimeout_seconds",
          "timeleft", "timeleft_seconds",
          "timeout", "timeout_seconds");

  private static final List<String> TEXTS =
      List.of("identity", "options", "pretimeout_governor", "state", "status");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public WatchdogCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "watchdog";
  }

  @Override
  public String description() {
    return "Watchdog timers, which reset a machine that hangs.";
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
          MetricFamily.NumberBuilder family =
              MetricFamily.gauge(
                  "node_watchdog_" + metric, "Value of /sys/class/watchdog/<watchdog>/" + file);
          for (String name : names) {
            Attributes.signed(files, folder.resolve(name).resolve(file))
                .ifPresent(value -> family.sample(value, "name", name));
          }
          families.add(family.build());
        });
    MetricFamily.NumberBuilder info =
        MetricFamily.gauge("node_watchdog_info", "Info of /sys/class/watchdog/<watchdog>");
    for (String name : names) {
      info.sample(1, labels(folder, name));
    }
    families.add(info.build());
    return families;
  }

  private String[] labels(Path folder, String name) {
    List<String> labels = new ArrayList<>(List.of("name", name));
    for (String file : TEXTS) {
      labels.add(file);
      labels.add(files.line(folder.resolve(name).resolve(file)).orElse(""));
    }
    return labels.toArray(String[]::new);
  }
}
