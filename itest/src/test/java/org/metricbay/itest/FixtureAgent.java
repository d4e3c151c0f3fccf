package org.metricbay.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.metricbay.test.Conformance;

/** The agent as it is packed on node_exporter's captured trees, with that test's options. */
final class FixtureAgent {
  /** What node_exporter's end-to-end test asks for beside the collectors. */
  static final String CPU_INFO =
      """
      cpu.info.flags-include = ^(aes|avx.?|constant_tsc)$
      cpu.info.bugs-include = ^(cpu_meltdown|spectre_.*|mds)$
      """;

  /** As {@code end-to-end-test.sh} of node_exporter, which turns on whatever has fixtures. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "cpu",
              """
              collectors.softirqs = true
              collectors.interrupts = true
              stat.softirq = true
              """
                  + CPU_INFO,
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

  /** The captured trees have none. */
  private static final String OS_RELEASE =
      """
      NAME="Ubuntu"
      VERSION="20.04.2 LTS (Focal Fossa)"
      ID=ubuntu
      ID_LIKE=debian
      PRETTY_NAME="Ubuntu 20.04.2 LTS"
      VERSION_ID="20.04"
      VERSION_CODENAME=focal
      """;

  private static final String TRAFFIC =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
        eth9: 1000 10 0 0 0 0 0 0 2000 20 0 0 0 0 0 0
      """;

  private static final String CONNECTIONS =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
      """;

  private FixtureAgent() {}

  static PackedAgent start(Conformance conformance, Path work) throws IOException {
    return start(conformance, work, Map.of());
  }

  /**
   * The same, with lines added to files.
   *
   * @param more by path, which begins with {@code proc/} or {@code sys/}
   */
  static PackedAgent start(Conformance conformance, Path work, Map<String, String> more)
      throws IOException {
    // A relative path, as it is part of rapl's labels.
    Path sysfs = Path.of("collector/fixtures/sys");
    var files = conformance.filesWithLinks(Files.createDirectories(work.resolve(sysfs)));
    // Git keeps no empty folders.
    Files.createDirectories(files.sysfs().resolve("class/watchdog/watchdog1"));
    Path root = work.resolve("root");
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/os-release"), OS_RELEASE);
    String procfs = procfs(files.procfs(), work);
    for (Map.Entry<String, String> lines : more.entrySet()) {
      String[] path = lines.getKey().split("/", 2);
      Path file = (path[0].equals("sys") ? files.sysfs() : Path.of(procfs)).resolve(path[1]);
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, lines.getValue(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    Launch launch =
        NodeExporter.agent(work)
            .environment("METRICBAY_JAVA_OPTS", "-XX:NativeMemoryTracking=summary")
            .with("--procfs", procfs, "--sysfs", sysfs.toString())
            .with("--udevdata", files.udevData().toString(), "--rootfs", root.toString())
            .conf();
    OPTIONS.forEach(launch::pluginConf);
    Path textFiles = conformance.folder().resolve("fixtures/textfile/two_metric_files");
    launch.pluginConf(
        "textfile", "textfile.folders = " + textFiles + "\nscript.folder = " + scripts(work));
    return NodeExporter.whenReady(launch);
  }

  /**
   * A copy of the captured tree, with what it lacks: the real machine's traffic and connections.
   */
  private static String procfs(Path captured, Path work) throws IOException {
    Path copy = work.resolve("proc");
    try (Stream<Path> paths = Files.walk(captured)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path to = copy.resolve(captured.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(to);
        } else {
          Files.copy(path, to);
        }
      }
    }
    Files.writeString(copy.resolve("net/dev"), TRAFFIC);
    Files.writeString(copy.resolve("net/tcp"), CONNECTIONS);
    return copy.toString();
  }

  /** A folder with a script that says nothing, so that there are the metrics about scripts. */
  private static Path scripts(Path work) throws IOException {
    Path scripts = Files.createDirectory(work.resolve("scripts"));
    Path script = Files.writeString(scripts.resolve("quiet"), "#!/bin/sh\nexit 0\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return scripts;
  }
}
