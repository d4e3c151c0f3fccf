package org.metricbay.host;

import java.io.PrintStream;
import java.util.Map;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.shell.table.MetricTable;

/** {@code metricbay print}: collects once and prints it. Works beside a running agent. */
final class PrintCommand {

  private final Options options;
  private final PrintStream out;

  PrintCommand(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  int run() throws Exception {
    new Preflight(options).checkFolders();
    Logging.start(options.has(Option.LOG_LEVEL) ? options.logLevel() : "warn", System.err);
    try (TemporaryFolder data = TemporaryFolder.createExecutable(options.folder(Option.DATA))) {
      Map<String, String> properties = options.frameworkProperties();
      properties.put("metricbay.data", data.path().toString());
      try (Agent agent = Agent.start(Agent.libraries(), properties, false, false)) {
        agent.service(Deployer.class).reload();
        Snapshot snapshot = agent.service(CollectionEngine.class).collect(CollectRequest.all());
        out.print(MetricTable.render(snapshot));
        return 0;
      }
    }
  }
}
