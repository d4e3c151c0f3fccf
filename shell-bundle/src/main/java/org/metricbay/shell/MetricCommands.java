package org.metricbay.shell;

import java.util.StringJoiner;
import org.apache.felix.service.command.Descriptor;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.UnknownCollectorException;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.core.deploy.FileChange;
import org.metricbay.core.deploy.ReloadReport;
import org.metricbay.core.deploy.UnknownPluginException;
import org.metricbay.shell.table.MetricTable;
import org.metricbay.shell.table.StatusTable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * The {@code metric:} commands. Each returns its text instead of printing it, so that Gogo can pipe
 * it: {@code metric:show cpu | grep idle}.
 */
@Component(
    service = MetricCommands.class,
    property = {
      "osgi.command.scope=metric",
      "osgi.command.function=list",
      "osgi.command.function=show",
      "osgi.command.function=reload",
      "osgi.command.function=restart"
    },
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class MetricCommands {
  private final CollectionEngine engine;
  private final Deployer deployer;
  private final AgentStatus status;

  /** Takes those that do the work. */
  @Activate
  public MetricCommands(
      @Reference CollectionEngine engine,
      @Reference Deployer deployer,
      @Reference AgentStatus status) {
    this.engine = engine;
    this.deployer = deployer;
    this.status = status;
  }

  /** Lists the plugins, as they did at their last collection, and the files that do not run. */
  @Descriptor("lists the plugins and how they did last, and the files that do not run")
  public String list() {
    return (StatusTable.render(engine.collectors(), deployer.files())
            + StatusTable.problems(status))
        .stripTrailing();
  }

  /** Collects from plugins and shows their metrics. */
  @Descriptor("collects from one plugin now and shows its metrics")
  public String show(@Descriptor("the plugin's name, as metric:list shows it") String... names) {
    StringJoiner shown = new StringJoiner("\n");
    if (names.length == 0) {
      shown.add("say which: metric:show NAME, where metric:list shows the names");
    }
    for (String name : names) {
      shown.add(show(name));
    }
    return shown.toString();
  }

  private String show(String name) {
    try {
      return MetricTable.render(engine.collect(CollectRequest.only(name))).stripTrailing();
    } catch (UnknownCollectorException e) {
      return "there is no collector '" + name + "': metric:list shows those that there are";
    }
  }

  /** Makes what runs agree with the deploy folder. */
  @Descriptor("looks at the deploy folder now, runs what is new, removes what is gone")
  public String reload() {
    status.readConfiguration();
    ReloadReport report = deployer.reload();
    boolean good = report.isGood() && status.isGood();
    String verdict = good ? "All is well." : "Not all is well: see the reasons above.";
    return StatusTable.changes(report.files())
        + "\n"
        + StatusTable.render(report.collectors(), deployer.files())
        + StatusTable.problems(status)
        + "\n"
        + verdict;
  }

  /** Restarts plugins, also those that were stopped or refused. */
  @Descriptor("runs plugins anew, with no gap in their metrics; starts what was stopped")
  public String restart(
      @Descriptor("a collector, a bundle's number or symbolic name, or a file") String... names) {
    StringJoiner done = new StringJoiner("\n");
    if (names.length == 0) {
      done.add("say which: metric:restart NAME, a collector, a bundle or a file");
    }
    for (String name : names) {
      done.add(restart(name));
    }
    return done.toString();
  }

  private String restart(String name) {
    try {
      return text(deployer.restart(name));
    } catch (UnknownPluginException e) {
      return String.valueOf(e.getMessage());
    }
  }

  static String text(FileChange change) {
    return change.file()
        + ": "
        + change.action()
        + change.version().map(version -> ", version " + version).orElse("")
        + change.reason().map(reason -> ": " + reason).orElse("");
  }
}
