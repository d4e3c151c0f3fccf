package org.metricbay.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.OshiHost;
import org.metricbay.test.Page;

/** Runs the collectors on this very machine. */
class LiveDiskTest {
  private final DiskSettings settings = new DiskSettings(Map.of());

  private static Map<String, String> lines(List<MetricPlugin> plugins) throws Exception {
    Map<String, String> lines = new TreeMap<>();
    for (MetricPlugin plugin : plugins) {
      lines.putAll(Page.of(plugin.collect()).lines());
    }
    return lines;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readsThisKernel() throws Exception {
    KernelFiles files = KernelFiles.ofThisHost();
    FilesystemCollector filesystem = new FilesystemCollector(files, settings);
    Map<String, String> lines =
        lines(
            List.of(
                new DiskstatsCollector(files, settings),
                filesystem,
                new MdadmCollector(files),
                new NvmeCollector(files)));
    filesystem.close();
    // A container may have no disk and no file system of its own but what it is told of.
    Set<String> names =
        lines.keySet().stream()
            .filter(line -> line.startsWith("node_"))
            .map(line -> line.substring(0, line.indexOf('{')))
            .collect(Collectors.toSet());
    assertThat(names).allMatch(name -> name.matches("node_(disk|filesystem|md|nvme)_[a-z_]+"));
  }

  @Test
  void asksOshi() throws Exception {
    OshiHost host = new OshiHost();
    Map<String, String> lines =
        lines(
            List.of(
                new OshiDiskstatsCollector(host, settings),
                new OshiFilesystemCollector(host, settings)));
    assertThat(lines.keySet()).allMatch(line -> line.matches("(?s)((TYPE|HELP) )?node_.*"));
  }
}
