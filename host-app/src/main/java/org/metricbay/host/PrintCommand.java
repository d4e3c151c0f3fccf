package org.metricbay.host;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.UnknownCollectorException;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.ReloadReport;
import org.metricbay.shell.table.MetricTable;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code metricbay print}: collects once and prints it. Works beside a running agent. Its exit
 * status tells whether all was well.
 */
final class PrintCommand {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay");

  private static final int NOT_ALL_WELL = 1;

  private final Options options;
  private final PrintStream out;

  PrintCommand(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  int run() throws Exception {
    StartFailure.checkModules();
    new Preflight(options).checkFolders();
    Logging logging =
        Logging.start(options.has(Option.LOG_LEVEL) ? options.logLevel() : "warn", System.err);
    options.warnings().forEach(LOG::warn);
    try (TemporaryFolder data = TemporaryFolder.createExecutable(options.folder(Option.DATA))) {
      Map<String, String> properties = options.frameworkProperties();
      properties.put("metricbay.data", data.path().toString());
      try (Agent agent = start(properties, data.path())) {
        return print(agent) ? 0 : NOT_ALL_WELL;
      }
    } finally {
      logging.close();
    }
  }

  private static Agent start(Map<String, String> properties, Path data) throws UserException {
    try {
      return Agent.start(Agent.libraries(), properties, false, false);
    } catch (BundleException | IllegalStateException | UncheckedIOException e) {
      throw StartFailure.of(e, data);
    }
  }

  /** Prints what there is; returns whether nothing was refused, and nothing failed. */
  private boolean print(Agent agent) throws UnknownCollectorException {
    Deployer deployer = agent.service(Deployer.class);
    ReloadReport report = deployer.reload();
    deployer.files().stream()
        .filter(file -> file.state() == FileState.INCOMPLETE)
        .forEach(file -> LOG.warn("{}: ignored: it {}", file.file(), file.reason().orElse("")));
    CollectionEngine engine = agent.service(CollectionEngine.class);
    Snapshot snapshot = engine.collect(CollectRequest.all());
    out.print(MetricTable.render(snapshot));
    return report.isGood()
        && agent.service(AgentStatus.class).isGood()
        && engine.collectors().stream().allMatch(one -> one.state() == CollectorState.OK);
  }
}
