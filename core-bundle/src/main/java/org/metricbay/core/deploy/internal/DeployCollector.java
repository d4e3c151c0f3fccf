package org.metricbay.core.deploy.internal;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.ConfigFile;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * What the deployer says of the watched folder:
 *
 * <pre>
 * metricbay_config_last_reload_successful{file="metricbay.cpu.cfg"} 1
 * metricbay_deploy_files{state="running"} 2
 * metricbay_deploy_last_pass_timestamp_seconds 1.7E9
 * metricbay_deploy_refused_info{file="a.jar",reason="is empty",state="invalid"} 1
 * metricbay_deploy_upgrades_total 3
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class DeployCollector implements MetricPlugin {
  private static final Set<FileState> CANNOT_RUN =
      EnumSet.of(FileState.INVALID, FileState.REFUSED, FileState.DUPLICATE);

  private final FolderDeployer deployer;
  private final AgentStatus status;

  /** Made by Declarative Services. */
  @Activate
  public DeployCollector(@Reference FolderDeployer deployer, @Reference AgentStatus status) {
    this.deployer = deployer;
    this.status = status;
  }

  @Override
  public String name() {
    return "deploy";
  }

  @Override
  public String description() {
    return "The plugin files in the watched folder, and the configuration files, and what became of them.";
  }

  @Override
  public List<MetricFamily> collect() {
    DeployCounts counts = deployer.counts();
    List<PluginFile> files = deployer.files();
    return List.of(
        configurations(),
        files(files),
        refused(files),
        counter("metricbay_deploy_installs_total", "Plugins that came.", counts.installs()),
        counter(
            "metricbay_deploy_upgrades_total",
            "Plugins that were replaced by other content.",
            counts.upgrades()),
        counter(
            "metricbay_deploy_restarts_total",
            "Plugins that were run anew with the same content.",
            counts.restarts()),
        counter("metricbay_deploy_removals_total", "Plugins that went.", counts.removals()),
        counter(
            "metricbay_deploy_refusals_total",
            "Bundles that were tried and failed.",
            counts.refusals()),
        counter(
            "metricbay_deploy_rollbacks_total",
            "Upgrades that were taken back later.",
            counts.rollbacks()),
        MetricFamily.gauge(
                "metricbay_deploy_last_pass_timestamp_seconds",
                "When the watched folder was last looked through, which is every 5 seconds.")
            .sample(deployer.lastPass().toEpochMilli() / 1000.0)
            .build(),
        MetricFamily.gauge(
                "metricbay_deploy_class_loaders_not_collected",
                "Class loaders of removed bundles that are still in memory.")
            .sample(deployer.loadersNotCollected())
            .build());
  }

  private static MetricFamily files(List<PluginFile> files) {
    Map<FileState, Integer> counts = new EnumMap<>(FileState.class);
    files.forEach(file -> counts.merge(file.state(), 1, Integer::sum));
    var family =
        MetricFamily.gauge("metricbay_deploy_files", "Files in the watched folder by state.");
    for (FileState state : FileState.values()) {
      family.sample(counts.getOrDefault(state, 0), "state", label(state));
    }
    return family.build();
  }

  private MetricFamily configurations() {
    var family =
        MetricFamily.gauge(
            "metricbay_config_last_reload_successful",
            "Whether a configuration file could be used when it changed last.");
    for (ConfigFile file : status.configFiles()) {
      family.sample(file.problem().isEmpty() ? 1 : 0, "file", file.file());
    }
    return family.build();
  }

  private static MetricFamily refused(List<PluginFile> files) {
    var family =
        MetricFamily.info(
            "metricbay_deploy_refused_info",
            "A file in the watched folder that cannot be run, and why.");
    for (PluginFile file : files) {
      if (CANNOT_RUN.contains(file.state())) {
        family.sample(
            "file", file.file(), "state", label(file.state()), "reason", file.reason().orElse(""));
      }
    }
    return family.build();
  }

  private static String label(FileState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static MetricFamily counter(String name, String help, long value) {
    return MetricFamily.counter(name, help).sample((double) value).build();
  }
}
