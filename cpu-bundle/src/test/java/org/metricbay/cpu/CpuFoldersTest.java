package org.metricbay.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Page;

/** What the collectors {@code cpu} and {@code cpufreq} read from sysfs. */
class CpuFoldersTest {
  @TempDir Path folder;

  private KernelFiles files() {
    return new KernelFiles(folder, folder, folder, folder);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void attribute(String file, String text) throws IOException {
    write("devices/system/cpu/" + file, text + "\n");
  }

  @BeforeEach
  void writeProcfs() throws IOException {
    write("stat", "cpu0 1 1 1 1\n");
    write("cpuinfo", "");
  }

  private Map<String, String> cpu() throws IOException {
    return Page.of(new CpuCollector(files(), new CpuSettings(Map.of("cpu.info", "true"))).collect())
        .lines();
  }

  private Map<String, String> cpufreq() {
    return Page.of(new CpufreqCollector(files()).collect()).lines();
  }

  private void throttled(String cpu, String core, String inPackage, int cores, int packages)
      throws IOException {
    attribute(cpu + "/topology/core_id", core);
    attribute(cpu + "/topology/physical_package_id", inPackage);
    attribute(cpu + "/thermal_throttle/core_throttle_count", Integer.toString(cores));
    attribute(cpu + "/thermal_throttle/package_throttle_count", Integer.toString(packages));
  }

  @Test
  void countsThrottlesOncePerCoreAndPackage() throws IOException {
    throttled("cpu0", "0", "0", 5, 30);
    throttled("cpu1", "0", "0", 5, 30);
    throttled("cpu2", "1", "0", 7, 30);
    throttled("cpu3", "0", "-1", 9, 9);
    assertThat(cpu())
        .containsEntry("node_cpu_core_throttles_total{core=\"0\",package=\"0\"}", "5.0")
        .containsEntry("node_cpu_core_throttles_total{core=\"1\",package=\"0\"}", "7.0")
        .containsEntry("node_cpu_package_throttles_total{package=\"0\"}", "30.0")
        .hasSize(6 + 5 + 2);
  }

  @Test
  void readsWhichCpusAreIsolatedAndOnline() throws IOException {
    attribute("isolated", "1,3-4");
    attribute("cpu0/online", "1");
    attribute("cpu1/online", "0");
    assertThat(cpu())
        .containsKeys("node_cpu_isolated{cpu=\"1\"}", "node_cpu_isolated{cpu=\"3\"}")
        .containsKeys("node_cpu_isolated{cpu=\"4\"}")
        .containsEntry("node_cpu_online{cpu=\"0\"}", "1.0")
        .containsEntry("node_cpu_online{cpu=\"1\"}", "0.0");
  }

  @Test
  void saysNothingOfOnlineCpusWhereTheFirstCannotBeSwitchedOff() throws IOException {
    attribute("cpu0/topology/core_id", "0");
    attribute("cpu1/online", "1");
    assertThat(cpu()).doesNotContainKey("TYPE node_cpu_online");
  }

  @Test
  void readsFrequenciesAndGovernors() throws IOException {
    attribute("offline", "1");
    attribute("cpu0/cpufreq/scaling_cur_freq", "1700000");
    attribute("cpu0/cpufreq/cpuinfo_cur_freq", "<unknown>");
    attribute("cpu0/cpufreq/scaling_governor", "slow");
    attribute("cpu0/cpufreq/scaling_available_governors", "fast slow ");
    attribute("cpu1/cpufreq/scaling_cur_freq", "1");
    attribute("cpu2/topology/core_id", "0");
    assertThat(cpufreq())
        .containsEntry("node_cpu_scaling_frequency_hertz{cpu=\"0\"}", "1.7E9")
        .containsEntry("node_cpu_scaling_governor{cpu=\"0\",governor=\"fast\"}", "0.0")
        .containsEntry("node_cpu_scaling_governor{cpu=\"0\",governor=\"slow\"}", "1.0")
        .hasSize(3 + 2 * 2);
  }

  @Test
  void findsNothingWhereThereIsNoSysfs() throws IOException {
    assertThat(cpufreq()).isEmpty();
    assertThat(cpu()).hasSize(6);
  }

  @Test
  void refusesAListThatIsNone() {
    assertThat(CpuNumbers.parse("0-2,7")).containsExactly("0", "1", "2", "7");
    for (String list : new String[] {"0-4000000000", "0-99999999", "x", "1,"}) {
      assertThatThrownBy(() -> CpuNumbers.parse(list)).isInstanceOf(NumberFormatException.class);
    }
  }

  @Test
  void tellsModelsOnlyIfAskedTo() throws Exception {
    Files.writeString(folder.resolve("stat"), "cpu0 1 2 3 4\n");
    Files.writeString(folder.resolve("cpuinfo"), "processor: 0\nmodel name: Acme\nflags: aes\n");
    assertThat(models(Map.of())).isFalse();
    assertThat(models(Map.of("cpu.info", "true"))).isTrue();
    assertThat(models(Map.of("cpu.info.flags-include", "aes"))).isTrue();
  }

  private boolean models(Map<String, String> config) throws Exception {
    return Page.of(new CpuCollector(files(), new CpuSettings(config)).collect())
        .lines()
        .containsKey("TYPE node_cpu_info");
  }
}
