package org.metricbay.itest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.metricbay.test.Conformance;

/** The agent as it is packed on node_exporter's captured trees, with that test's options. */
final class FixtureAgent {
  /** As {@code end-to-end-test.sh} of node_exporter, which turns on whatever has fixtures. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "cpu",
              """
              collectors.softirqs = true
              collectors.interrupts = true
              stat.softirq = true
              """,
          "disk", "",
          "memory",
              """
              collectors.meminfo_numa = true
              collectors.zoneinfo = true
              collectors.buddyinfo = true
              collectors.ksmd = true
              """,
          "network",
              """
              collectors.tcpstat = true
              arp.device-exclude = nope
              netclass.ignored-devices = (dmz|int)
              netclass.ignore-invalid-speed = true
              """,
          "storage", "bcache.priority-stats = true\n",
          "system",
              """
              collectors.processes = true
              collectors.cpu_vulnerabilities = true
              hwmon.chip-include = (applesmc|asus_nb_wmi|coretemp|hwmon4|ieee80211|nct6779)
              """);

  private FixtureAgent() {}

  static PackedAgent start(Conformance conformance, Path work) throws IOException {
    // A relative path, as it is part of rapl's labels.
    Path sysfs = Path.of("collector/fixtures/sys");
    var files = conformance.filesWithLinks(Files.createDirectories(work.resolve(sysfs)));
    Path root = Files.createDirectories(work.resolve("root/etc")).getParent();
    Files.writeString(root.resolve("etc/os-release"), "NAME=\"Debian\"\nID=debian\n");
    PackedAgent.Launch launch =
        PackedAgent.in(work)
            .with("run", "--port", "0", "--no-console")
            .with("--deploy", PackedAgent.HOME.resolve("bundles-deploy").toString())
            .with("--procfs", files.procfs().toString(), "--sysfs", sysfs.toString())
            .with("--udevdata", files.udevData().toString(), "--rootfs", root.toString())
            .conf();
    for (Map.Entry<String, String> bundle : OPTIONS.entrySet()) {
      Files.writeString(
          work.resolve("conf/metricbay." + bundle.getKey() + ".cfg"),
          bundle.getValue(),
          StandardCharsets.UTF_8);
    }
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
