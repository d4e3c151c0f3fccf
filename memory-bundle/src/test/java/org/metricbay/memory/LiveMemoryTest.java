package org.metricbay.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.OshiHost;
import org.metricbay.test.Page;

/** Runs the collectors on this very machine. */
class LiveMemoryTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void readsThisKernel() throws Exception {
    KernelFiles files = KernelFiles.ofThisHost();
    assertThat(Page.of(new MeminfoCollector(files).collect()).lines())
        .containsKeys("node_memory_MemTotal_bytes", "node_memory_MemAvailable_bytes");
    assertThat(Page.of(new VmstatCollector(files, new MemorySettings(Map.of())).collect()).lines())
        .containsKeys("node_vmstat_pgfault", "node_vmstat_pgpgin");
    // Not every machine has what these read; they must not fail for it.
    for (MetricPlugin plugin :
        List.of(
            new MeminfoNumaCollector(files), new KsmdCollector(files), new EdacCollector(files))) {
      assertThat(plugin.collect()).as(plugin.name()).isNotNull();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void agreesWithOshi() throws Exception {
    Map<String, String> kernel =
        Page.of(new MeminfoCollector(KernelFiles.ofThisHost()).collect()).lines();
    Map<String, String> oshi = Page.of(new OshiMeminfoCollector(new OshiHost()).collect()).lines();
    assertThat(kernel.keySet()).containsAll(oshi.keySet());
    for (String fixed : List.of("node_memory_MemTotal_bytes", "node_memory_SwapTotal_bytes")) {
      assertThat(oshi).containsEntry(fixed, String.valueOf(kernel.get(fixed)));
    }
  }
}
