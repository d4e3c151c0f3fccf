package org.metricbay.textfile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.text.FileNames;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.LoggerFactory;

/**
 * Metrics that scripts have printed, and about the scripts:
 *
 * <pre>
 * metricbay_script_success{script="raid.sh"} 1
 * metricbay_script_exit_status{script="raid.sh"} 0
 * metricbay_script_duration_seconds{script="raid.sh"} 0.21
 * </pre>
 *
 * Nothing is run for a scrape: it shows what the last good run has printed.
 */
@Component(
    immediate = true,
    property = "metricbay.left-out-flag=" + ScriptCollector.ERROR,
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "script", description = "Metrics that scripts print, run on their own schedule.")
public final class ScriptCollector implements MetricPlugin {
  private static final MetricDescriptor SCRIPT_SUCCESS =
      MetricDescriptor.gauge(
          "metricbay_script_success",
          "1 if the script's last run ended well and printed metrics that could be read, 0"
              + " otherwise.",
          "script");

  private static final MetricDescriptor SCRIPT_EXIT_STATUS =
      MetricDescriptor.gauge(
          "metricbay_script_exit_status",
          "Exit status of the script's last run; not there if it was killed or not run.");

  private static final MetricDescriptor SCRIPT_DURATION_SECONDS =
      MetricDescriptor.gauge(
          "metricbay_script_duration_seconds", "How long the script's last run took.", "script");

  private static final MetricDescriptor SCRIPT_LAST_RUN_TIMESTAMP_SECONDS =
      MetricDescriptor.gauge(
          "metricbay_script_last_run_timestamp_seconds",
          "When the script's last run began, in Unix time.",
          "script");

  private static final MetricDescriptor SCRIPT_LAST_SUCCESS_TIMESTAMP_SECONDS =
      MetricDescriptor.gauge(
          "metricbay_script_last_success_timestamp_seconds",
          "When the run began whose metrics are shown, in Unix time.",
          "script");

  private static final MetricDescriptor SCRIPT_FOLDER_ERROR =
      MetricDescriptor.gauge(
          "metricbay_script_folder_error",
          "1 if the folder of scripts could not be read or others may write it, 0 otherwise.");

  private static final int OWN_FAMILIES = 5;

  /** Also given by the engine, where other collectors give series that scripts have printed. */
  static final String ERROR = "metricbay_script_scrape_error";

  private static final MetricDescriptor SCRIPT_SCRAPE_ERROR =
      MetricDescriptor.gauge(
          ERROR, "1 if something that scripts have printed was left out; else not there.");

  private final TextfileSettings settings;
  private final Scripts scripts;
  private @Nullable ServiceRegistration<AtomicLong> pulse;
  private final ProblemLog log = new ProblemLog(LoggerFactory.getLogger("metricbay.script"));

  /** Begins to run the scripts in the settings. */
  @Activate
  public ScriptCollector(
      BundleContext context,
      @Reference(target = "(collectors.script=true)") TextfileSettings settings) {
    this(settings);
    pulse =
        context.registerService(
            AtomicLong.class,
            scripts.ticks(),
            FrameworkUtil.asDictionary(Map.of("metricbay.pulse", "the clock of the scripts")));
  }

  /** Shows nobody that its clock goes. */
  ScriptCollector(TextfileSettings settings) {
    this.settings = settings;
    scripts = new Scripts(settings);
    scripts.start();
  }

  @Deactivate
  void deactivate() {
    if (pulse != null) {
      pulse.unregister();
    }
    scripts.close();
  }

  @Override
  public List<MetricFamily> collect() {
    Scripts.State state = scripts.state();
    if (state.folder().isEmpty()) {
      return List.of();
    }
    FamilyUnion union =
        new FamilyUnion(
            settings
                .capacity()
                .less(
                    OWN_FAMILIES * state.scripts().size() + 1,
                    OWN_FAMILIES * state.scripts().keySet().stream().mapToInt(String::length).sum()
                        + 1000),
            "metricbay_");
    String folder = FileNames.ofPath(state.folder().get());
    state.scripts().forEach((name, script) -> union.add(folder + "/" + name, script.families()));
    log.update(union.problems());
    List<MetricFamily> families = new ArrayList<>(union.families());
    families.addAll(aboutScripts(state));
    if (!union.problems().isEmpty()) {
      families.add(SCRIPT_SCRAPE_ERROR.of(1));
    }
    return families;
  }

  private static List<MetricFamily> aboutScripts(Scripts.State state) {
    FamilyBuilder success = SCRIPT_SUCCESS.samples();
    FamilyBuilder exitStatus = SCRIPT_EXIT_STATUS.samples();
    FamilyBuilder duration = SCRIPT_DURATION_SECONDS.samples();
    FamilyBuilder lastRun = SCRIPT_LAST_RUN_TIMESTAMP_SECONDS.samples();
    FamilyBuilder lastSuccess = SCRIPT_LAST_SUCCESS_TIMESTAMP_SECONDS.samples();
    for (Map.Entry<String, Script.State> script : state.scripts().entrySet()) {
      Labels labels = SCRIPT_SUCCESS.labels(script.getKey());
      script
          .getValue()
          .last()
          .ifPresent(
              run -> {
                success.add(run.error().isEmpty() ? 1 : 0, labels);
                run.exitStatus().ifPresent(status -> exitStatus.add(status, labels));
                run.start()
                    .ifPresent(
                        start -> {
                          duration.add(seconds(run.duration()), labels);
                          lastRun.add(seconds(start), labels);
                        });
              });
      script.getValue().lastSuccess().ifPresent(start -> lastSuccess.add(seconds(start), labels));
    }
    return List.of(
        success.build(),
        exitStatus.build(),
        duration.build(),
        lastRun.build(),
        lastSuccess.build(),
        SCRIPT_FOLDER_ERROR.of(state.folderFailed() ? 1 : 0));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1e3;
  }
}
