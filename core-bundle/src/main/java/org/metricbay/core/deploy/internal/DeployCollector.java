package org.metricbay.core.deploy.internal;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
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
@Collector(
    name = "deploy",
    description =
        "The plugin files in the watched folder, and the configuration files, and what became of them.")
public final class DeployCollector implements MetricPlugin {
  private static final MetricDescriptor DEPLOY_INSTALLS =
      MetricDescriptor.counter("metricbay_deploy_installs_total", "Plugins that came.");

  private static final MetricDescriptor DEPLOY_UPGRADES =
      MetricDescriptor.counter(
          "metricbay_deploy_upgrades_total", "Plugins that were replaced by other content.");

  private static final MetricDescriptor DEPLOY_RESTARTS =
      MetricDescriptor.counter(
          "metricbay_deploy_restarts_total", "Plugins that were run anew with the same content.");

  private static final MetricDescriptor DEPLOY_REMOVALS =
      MetricDescriptor.counter("metricbay_deploy_removals_total", "Plugins that went.");

  private static final MetricDescriptor DEPLOY_REFUSALS =
      MetricDescriptor.counter(
          "metricbay_deploy_refusals_total", "Bundles that were tried and failed.");

  private static final MetricDescriptor DEPLOY_ROLLBACKS =
      MetricDescriptor.counter(
          "metricbay_deploy_rollbacks_total", "Upgrades that were taken back later.");

  private static final MetricDescriptor DEPLOY_LAST_PASS_TIMESTAMP_SECONDS =
      MetricDescriptor.gauge(
          "metricbay_deploy_last_pass_timestamp_seconds",
          "When the watched folder was last looked through, which is every 5 seconds.");

  private static final MetricDescriptor DEPLOY_CLASS_LOADERS_NOT_COLLECTED =
      MetricDescriptor.gauge(
          "metricbay_deploy_class_loaders_not_collected",
          "Class loaders of removed bundles that are still in memory.");

  private static final MetricDescriptor DEPLOY_FILES =
      MetricDescriptor.gauge(
          "metricbay_deploy_files", "Files in the watched folder by state.", "state");

  private static final MetricDescriptor CONFIG_LAST_RELOAD_SUCCESSFUL =
      MetricDescriptor.gauge(
          "metricbay_config_last_reload_successful",
          "Whether a configuration file could be used when it changed last.",
          "file");

  private static final MetricDescriptor DEPLOY_REFUSED_INFO =
      MetricDescriptor.info(
          "metricbay_deploy_refused_info",
          "A file in the watched folder that cannot be run, and why.",
          "file",
          "state",
          "reason");

  private static final Set<FileState> CANNOT_RUN =
      EnumSet.of(FileState.INVALID, FileState.REFUSED, FileState.DUPLICATE);

  private final FolderDeployer deployer;
  private final AgentStatus status;

  /** Created by Declarative Services. */
  @Activate
  public DeployCollector(@Reference FolderDeployer deployer, @Reference AgentStatus status) {
    this.deployer = deployer;
    this.status = status;
  }

  @Override
  public List<MetricFamily> collect() {
    DeployCounts counts = deployer.counts();
    List<PluginFile> files = deployer.files();
    return List.of(
        configurations(),
        files(files),
        refused(files),
        DEPLOY_INSTALLS.of((double) counts.installs()),
        DEPLOY_UPGRADES.of((double) counts.upgrades()),
        DEPLOY_RESTARTS.of((double) counts.restarts()),
        DEPLOY_REMOVALS.of((double) counts.removals()),
        DEPLOY_REFUSALS.of((double) counts.refusals()),
        DEPLOY_ROLLBACKS.of((double) counts.rollbacks()),
        DEPLOY_LAST_PASS_TIMESTAMP_SECONDS.of(deployer.lastPass().toEpochMilli() / 1000.0),
        DEPLOY_CLASS_LOADERS_NOT_COLLECTED.of(deployer.loadersNotCollected()));
  }

  private static MetricFamily files(List<PluginFile> files) {
    Map<FileState, Integer> counts = new EnumMap<>(FileState.class);
    files.forEach(file -> counts.merge(file.state(), 1, Integer::sum));
    FamilyBuilder family = DEPLOY_FILES.samples();
    for (FileState state : FileState.values()) {
      family.add(counts.getOrDefault(state, 0), label(state));
    }
    return family.build();
  }

  private MetricFamily configurations() {
    FamilyBuilder family = CONFIG_LAST_RELOAD_SUCCESSFUL.samples();
    for (ConfigFile file : status.configFiles()) {
      family.add(file.problem().isEmpty() ? 1 : 0, file.file());
    }
    return family.build();
  }

  private static MetricFamily refused(List<PluginFile> files) {
    FamilyBuilder family = DEPLOY_REFUSED_INFO.samples();
    for (PluginFile file : files) {
      if (CANNOT_RUN.contains(file.state())) {
        family.add(1, file.file(), label(file.state()), file.reason().orElse(""));
      }
    }
    return family.build();
  }

  private static String label(FileState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
