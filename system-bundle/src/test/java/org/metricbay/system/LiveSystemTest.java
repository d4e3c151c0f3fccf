package org.metricbay.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.OshiHost;
import org.metricbay.test.Page;

/** Runs the collectors on this very machine. */
class LiveSystemTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void readsThisKernel() throws Exception {
    KernelFiles files = KernelFiles.ofThisHost();
    SystemSettings settings = new SystemSettings(Map.of());
    assertThat(
            Page.typesOf(
                List.of(
                    new UnameCollector(files),
                    new OsCollector(files),
                    new TimeCollector(files),
                    new TimexCollector(),
                    new FilefdCollector(files),
                    new EntropyCollector(files),
                    new HwmonCollector(files, settings),
                    new PowersupplyclassCollector(files, settings),
                    new DmiCollector(files),
                    new RaplCollector(files, settings),
                    new CpuVulnerabilitiesCollector(files),
                    new WatchdogCollector(files),
                    new KernelHungCollector(files),
                    new ProcessesCollector(files))))
        .contains(
            "TYPE node_uname_info",
            "TYPE node_os_info",
            "TYPE node_time_seconds",
            "TYPE node_time_zone_offset_seconds",
            "TYPE node_timex_sync_status",
            "TYPE node_filefd_allocated",
            "TYPE node_entropy_available_bits",
            "TYPE node_processes_threads_state",
            "TYPE node_processes_max_processes");
  }

  @Test
  void asksOshi() throws Exception {
    OshiHost host = new OshiHost();
    assertThat(
            Page.typesOf(
                List.of(
                    new OshiUnameCollector(host),
                    new OshiTimeCollector(),
                    new OshiProcessesCollector(host),
                    new OshiHwmonCollector(host))))
        .contains(
            "TYPE node_uname_info",
            "TYPE node_time_seconds",
            "TYPE node_processes_pids",
            "TYPE node_processes_threads");
  }
}
