package org.metricbay.itest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Debian's node_exporter with its own defaults of today, and the agent in its place. */
final class NodeExporter {
  private static final String[] OPTIONS = {
    // The agent has no such collector, or only when it is told to.
    "--no-collector.selinux",
    "--no-collector.textfile",
    "--collector.diskstats.device-exclude=^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$",
    "--collector.netdev.device-exclude=^$",
    "--collector.filesystem.mount-points-exclude=^/(dev|proc|run/credentials/.+|sys"
        + "|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)"
  };

  private NodeExporter() {}

  static Reference start(Path work, String... options) throws IOException {
    return Reference.start(
        work,
        "prometheus-node-exporter",
        Stream.concat(Arrays.stream(OPTIONS), Arrays.stream(options)).toArray(String[]::new));
  }

  /** The agent as it is packed. */
  static Launch agent(Path work) {
    return PackedAgent.in(work)
        .with("run", "--port", "0", "--no-console")
        .with("--deploy", PackedAgent.HOME.resolve("bundles-deploy").toString());
  }

  /** Starts an agent and waits until all its plugins run. */
  static PackedAgent whenReady(Launch launch) throws IOException {
    PackedAgent agent = launch.start();
    try {
      await("all plugins")
          .atMost(PackedAgent.DEADLINE)
          .until(() -> agent.get("/-/ready").statusCode() == 200);
      return agent;
    } catch (RuntimeException e) {
      agent.close();
      throw e;
    }
  }
}
