package org.metricbay.cpu;

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
class LiveCpuTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void readsThisKernel() throws Exception {
    KernelFiles files = KernelFiles.ofThisHost();
    CpuSettings settings = new CpuSettings(Map.of("cpu.info", "true"));
    assertThat(
            Page.typesOf(
                List.of(
                    new CpuCollector(files, settings),
                    new CpufreqCollector(files),
                    new LoadavgCollector(files),
                    new StatCollector(files, settings),
                    new SoftirqsCollector(files),
                    new InterruptsCollector(files, settings),
                    new SchedstatCollector(files),
                    new ThermalZoneCollector(files),
                    new PressureCollector(files))))
        .contains(
            "TYPE node_cpu_seconds_total",
            "TYPE node_cpu_guest_seconds_total",
            "TYPE node_interrupts_total",
            "TYPE node_load1",
            "TYPE node_load5",
            "TYPE node_load15",
            "TYPE node_context_switches_total",
            "TYPE node_boot_time_seconds",
            "TYPE node_forks_total",
            "TYPE node_intr_total",
            "TYPE node_procs_running",
            "TYPE node_procs_blocked");
  }

  @Test
  void asksOshi() throws Exception {
    OshiHost host = new OshiHost();
    assertThat(
            Page.typesOf(
                List.of(
                    new OshiCpuCollector(host),
                    new OshiCpufreqCollector(host),
                    new OshiLoadavgCollector(host),
                    new OshiStatCollector(host))))
        .contains(
            "TYPE node_cpu_seconds_total", "TYPE node_cpu_info", "TYPE node_boot_time_seconds");
  }
}
