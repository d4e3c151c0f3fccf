package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The most that the heap may have, which the start script chooses by what the host has. */
class HostHeapIT {
  private static final Pattern MOST = Pattern.compile("MaxHeapSize += (\\d+)");
  private static final int MEGABYTE = 1 << 20;

  @TempDir Path work;

  /** A host in a folder: its numbers are all that the script looks at. */
  private Path host(int cpus, int links, int disks, int mounts, long kilobytes) throws IOException {
    Path root = Files.createTempDirectory(work, "host");
    Files.createDirectories(root.resolve("proc/1"));
    Files.writeString(root.resolve("proc/1/mountinfo"), "a mount\n".repeat(mounts));
    Files.writeString(
        root.resolve("proc/meminfo"), "MemTotal:  " + kilobytes + " kB\nMemFree: 1\n");
    folders(root.resolve("sys/devices/system/cpu"), "cpu", cpus);
    folders(root.resolve("sys/class/net"), "veth", links);
    folders(root.resolve("sys/block"), "sd", disks);
    return root;
  }

  private static void folders(Path folder, String name, int count) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      Files.createDirectory(folder.resolve(name + i));
    }
  }

  private long megabytes(Path host, String options) throws Exception {
    PackedAgent.Exit exit =
        PackedAgent.in(work)
            .with("version")
            .environment("METRICBAY_PROCFS", host.resolve("proc").toString())
            .environment("METRICBAY_SYSFS", host.resolve("sys").toString())
            .environment("METRICBAY_JAVA_OPTS", options + " -XX:+PrintFlagsFinal")
            .runToEnd();
    assertThat(exit.status()).as(exit.err()).isZero();
    Matcher most = MOST.matcher(exit.out());
    assertThat(most.find()).as(exit.out()).isTrue();
    return Long.parseLong(most.group(1)) / MEGABYTE;
  }

  @Test
  void aSmallHostKeepsItsHeap() throws Exception {
    assertThat(megabytes(host(0, 0, 0, 0, 16_000_000), "")).isEqualTo(96);
    assertThat(megabytes(host(64, 50, 20, 100, 64_000_000), "")).isEqualTo(96);
  }

  @Test
  void aLargeOneHasMoreTheMoreItHas() throws Exception {
    long links = megabytes(host(2, 1500, 1, 20, 16_000_000), "");
    assertThat(links).isBetween(200L, 240L);
    assertThat(megabytes(host(2, 1500, 1, 1500, 16_000_000), "")).isGreaterThan(links);
    assertThat(megabytes(host(2, 1500, 500, 20, 16_000_000), "")).isGreaterThan(links);
    assertThat(megabytes(host(500, 1500, 1, 20, 16_000_000), "")).isGreaterThan(links);
  }

  @Test
  void itIsAQuarterOfTheMemoryAtMost() throws Exception {
    assertThat(megabytes(host(2, 1500, 1, 20, 600_000), "")).isEqualTo(146);
    assertThat(megabytes(host(2, 1500, 1, 20, 200_000), "")).isEqualTo(96);
  }

  @Test
  void whoeverSaysHowMuchGetsIt() throws Exception {
    assertThat(megabytes(host(2, 1500, 1, 20, 16_000_000), "-Xmx64m")).isEqualTo(64);
  }

  /** Each gives 16 series of traffic: more than a plugin of others may give. */
  @Test
  void aLargeHostLosesNothing() throws Exception {
    int links = 1000;
    Path host = host(2, links, 1, 20, 16_000_000);
    StringBuilder traffic = new StringBuilder("Inter-| Receive\n face |bytes\n");
    for (int i = 0; i < links; i++) {
      traffic.append("veth").append(i).append(": 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n");
    }
    // By which the agent knows that there is a kernel to read.
    Files.writeString(host.resolve("proc/stat"), "cpu  1 2 3 4\n");
    Files.createDirectories(host.resolve("proc/net"));
    Files.writeString(host.resolve("proc/net/dev"), traffic);
    Launch launch =
        NodeExporter.agent(work)
            .with("--procfs", host.resolve("proc").toString())
            .with("--sysfs", host.resolve("sys").toString());
    try (PackedAgent agent = NodeExporter.whenReady(launch)) {
      MetricsPage page = agent.awaitValue("node_scrape_collector_success{collector=\"netdev\"}", 1);
      assertThat(page.startingWith("node_network_receive_bytes_total{")).hasSize(links);
      assertThat(page.startingWith("node_network_transmit_compressed_total{")).hasSize(links);
      assertThat(page.startingWith("metricbay_collector_cut_series")).isEmpty();
    }
  }
}
