package org.metricbay.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Page;

/** What the collectors read from folders. */
class SysfsTest {
  @TempDir Path folder;

  private KernelFiles files() {
    return new KernelFiles(folder, folder, folder, folder);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  private Map<String, String> hwmon(Map<String, String> config) {
    return Page.of(new HwmonCollector(files(), new SystemSettings(config)).collect()).lines();
  }

  private static String labels(String chip, String sensor) {
    return "{chip=\"" + chip + "\",sensor=\"" + sensor + "\"}";
  }

  @Test
  void measuresInTheRightUnits() throws IOException {
    String chip = "class/hwmon/hwmon3/";
    write(chip + "name", "My-Chip");
    write(chip + "temp1_input", "-1500");
    write(chip + "temp1_type", "4");
    write(chip + "temp1_fault", "0");
    write(chip + "curr1_input", "250");
    write(chip + "power1_average", "2500000");
    write(chip + "power1_average_interval", "1000");
    write(chip + "energy1_input", "3000000");
    write(chip + "humidity1_input", "500000");
    write(chip + "update_interval", "2000");
    write(chip + "beep_enable", "1");
    write(chip + "pwm1", "128");
    write(chip + "fan1_input", "nothing");
    write(chip + "power/control", "auto");
    assertThat(hwmon(Map.of()))
        .containsEntry("node_hwmon_chip_names{chip=\"my_chip\",chip_name=\"my_chip\"}", "1.0")
        .containsEntry("node_hwmon_temp_celsius" + labels("my_chip", "temp1"), "-1.5")
        .containsEntry("node_hwmon_temp_type" + labels("my_chip", "temp1"), "4.0")
        .containsEntry("node_hwmon_temp_fault" + labels("my_chip", "temp1"), "0.0")
        .containsEntry("node_hwmon_curr_amps" + labels("my_chip", "curr1"), "0.25")
        .containsEntry("node_hwmon_power_average_watt" + labels("my_chip", "power1"), "2.5")
        .containsEntry(
            "node_hwmon_power_average_interval_seconds" + labels("my_chip", "power1"), "1.0")
        .containsEntry("node_hwmon_energy_joule_total" + labels("my_chip", "energy1"), "3.0")
        .containsEntry("TYPE node_hwmon_energy_joule_total", "counter")
        .containsEntry("node_hwmon_humidity" + labels("my_chip", "humidity1"), "0.5")
        .containsEntry(
            "node_hwmon_update_interval_seconds" + labels("my_chip", "update_interval0"), "2.0")
        .containsEntry("node_hwmon_beep_enabled" + labels("my_chip", "beep_enable0"), "1.0")
        .containsEntry("node_hwmon_pwm" + labels("my_chip", "pwm1"), "128.0")
        .hasSize(12 * 3);
    assertThat(hwmon(Map.of("hwmon.chip-exclude", "^my_"))).isEmpty();
    assertThat(hwmon(Map.of("hwmon.sensor-include", "^my_chip;temp1$"))).hasSize(4 * 3);
  }

  @Test
  void aCounterBelowZeroCostsItself() throws IOException {
    String chip = "class/hwmon/hwmon3/";
    write(chip + "name", "chip");
    write(chip + "temp1_input", "41000");
    write(chip + "energy1_input", "-5");
    write(chip + "energy2_input", "3000000");
    List<MetricFamily> families =
        new HwmonCollector(files(), new SystemSettings(Map.of())).collect();
    assertThat(Page.of(families).lines())
        .containsEntry("node_hwmon_temp_celsius" + labels("chip", "temp1"), "41.0")
        .containsEntry("node_hwmon_energy_joule_total" + labels("chip", "energy2"), "3.0")
        .doesNotContainKey("node_hwmon_energy_joule_total" + labels("chip", "energy1"));
    assertThat(families.stream().flatMap(family -> family.leftOut().stream()))
        .singleElement()
        .asString()
        .startsWith("counter node_hwmon_energy_joule_total" + labels("chip", "energy1") + " is -5");
  }

  @Test
  void tellsChipsOfOneDeviceApart() throws IOException {
    Path device = Files.createDirectories(folder.resolve("devices/Bus/Box.1"));
    for (String number : new String[] {"0", "1", "2"}) {
      write("class/hwmon/hwmon" + number + "/temp1_input", "1000");
      write("class/hwmon/hwmon" + number + "/name", number.equals("0") ? "a" : "b");
      Files.createSymbolicLink(folder.resolve("class/hwmon/hwmon" + number + "/device"), device);
    }
    assertThat(hwmon(Map.of()))
        .containsKeys(
            "node_hwmon_temp_celsius" + labels("bus_box_1_a", "temp1"),
            "node_hwmon_temp_celsius" + labels("bus_box_1_hwmon1", "temp1"),
            "node_hwmon_temp_celsius" + labels("bus_box_1_hwmon2", "temp1"));
  }

  @Test
  void readsPowerSupplies() throws IOException {
    write("class/power_supply/B/current_now", "-1500000");
    write("class/power_supply/B/temp", "-15");
    write("class/power_supply/B/status", "Full");
    write("class/power_supply/X/online", "1");
    SystemSettings settings = new SystemSettings(Map.of("powersupplyclass.ignored-supplies", "X"));
    assertThat(Page.of(new PowersupplyclassCollector(files(), settings).collect()).lines())
        .containsEntry("node_power_supply_current_ampere{power_supply=\"B\"}", "-1.5")
        .containsEntry("node_power_supply_temp_celsius{power_supply=\"B\"}", "-1.5")
        .containsEntry("node_power_supply_info{power_supply=\"B\",status=\"Full\"}", "1.0")
        .hasSize(3 * 3);
  }

  @Test
  void countsProcessesAndThreads() throws IOException {
    String fields = " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 2";
    write("5/stat", "5 (x) S" + fields);
    write("5/task/5/stat", "5 (x) S" + fields);
    write("5/task/6/stat", "6 (x) R" + fields);
    Files.createDirectories(folder.resolve("7"));
    write("sys/kernel/pid_max", "99");
    assertThat(Page.of(new ProcessesCollector(files()).collect()).lines())
        .containsEntry("node_processes_pids", "1.0")
        .containsEntry("node_processes_threads", "2.0")
        .containsEntry("node_processes_state{state=\"S\"}", "1.0")
        .containsEntry("node_processes_threads_state{thread_state=\"R\"}", "1.0")
        .containsEntry("node_processes_threads_state{thread_state=\"S\"}", "1.0")
        .containsEntry("node_processes_max_processes", "99.0")
        .doesNotContainKey("node_processes_max_threads");
  }

  @Test
  void putsEnergyZonesIntoALabelIfTold() throws IOException {
    write("class/powercap/a/name", "some-thing");
    write("class/powercap/a/energy_uj", "1500000");
    String path = "path=\"" + folder + "/class/powercap/a\"";
    assertThat(Page.of(new RaplCollector(files(), new SystemSettings(Map.of())).collect()).lines())
        .containsEntry("node_rapl_some_thing_joules_total{index=\"0\"," + path + "}", "1.5");
    SystemSettings labelled = new SystemSettings(Map.of("rapl.zone-label", "true"));
    assertThat(Page.of(new RaplCollector(files(), labelled).collect()).lines())
        .containsEntry(
            "node_rapl_joules_total{index=\"0\"," + path + ",rapl_zone=\"some-thing\"}", "1.5");
  }

  @Test
  void readsTheNameOfTheSystemAgainWhenItHasChanged() throws IOException {
    OsCollector os = new OsCollector(files());
    write("usr/lib/os-release", "ID=old\nVERSION_ID=1.5");
    assertThat(Page.of(os.collect()).lines())
        .containsEntry("node_os_version{id=\"old\",id_like=\"\",name=\"\"}", "1.5");
    assertThat(os.collect()).isSameAs(os.collect());
    write("usr/lib/os-release", "ID=newer\nVERSION_ID=2.5");
    assertThat(Page.of(os.collect()).lines())
        .containsEntry("node_os_version{id=\"newer\",id_like=\"\",name=\"\"}", "2.5");
    write("etc/os-release", "ID=first\nVERSION_ID=3.5");
    assertThat(Page.of(os.collect()).lines())
        .containsEntry("node_os_version{id=\"first\",id_like=\"\",name=\"\"}", "3.5");
    Files.delete(folder.resolve("etc/os-release"));
    assertThat(Page.of(os.collect()).lines())
        .containsEntry("node_os_version{id=\"newer\",id_like=\"\",name=\"\"}", "2.5");
  }

  @Test
  void saysNothingWhereThereIsNothing() throws IOException {
    SystemSettings settings = new SystemSettings(Map.of());
    assertThat(hwmon(Map.of())).isEmpty();
    assertThat(new UnameCollector(files()).collect()).isEmpty();
    assertThat(new OsCollector(files()).collect()).isEmpty();
    assertThat(new DmiCollector(files()).collect()).isEmpty();
    assertThat(Page.of(new EntropyCollector(files()).collect()).lines()).isEmpty();
    assertThat(Page.of(new KernelHungCollector(files()).collect()).lines()).isEmpty();
    assertThat(Page.of(new WatchdogCollector(files()).collect()).lines()).isEmpty();
    assertThat(new PowersupplyclassCollector(files(), settings).collect()).isEmpty();
    assertThat(new RaplCollector(files(), settings).collect()).isEmpty();
  }
}
