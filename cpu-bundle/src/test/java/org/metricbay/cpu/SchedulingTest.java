package org.metricbay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Page;

/** The collectors {@code schedstat}, {@code pressure} and {@code thermal_zone}. */
class SchedulingTest {
  @TempDir Path folder;

  private KernelFiles files() {
    return new KernelFiles(folder, folder, folder, folder);
  }

  private static Map<String, String> page(String schedstat) {
    SchedstatCollector.Families families = new SchedstatCollector.Families();
    return Page.of(SchedstatCollector.parse(new FieldReader(schedstat), families)).lines();
  }

  @Test
  void readsTheTimesOfEachCpu() throws Exception {
    String schedstat =
        """
        version 17
        timestamp 4
        cpu3 1 2 3 4 5 6 1500000000 250000000 9
        domain0 1 1 1
        """;
    assertThat(page(schedstat))
        .containsEntry("node_schedstat_running_seconds_total{cpu=\"3\"}", "1.5")
        .containsEntry("node_schedstat_waiting_seconds_total{cpu=\"3\"}", "0.25")
        .containsEntry("node_schedstat_timeslices_total{cpu=\"3\"}", "9.0")
        .hasSize(3 * 3);
    assertThat(new SchedstatCollector(files()).collect()).isEmpty();
  }

  @Test
  void readsPressureWhereItIsToldOf() throws Exception {
    String text =
        """
        some avg10=1.00 avg60=0.00 avg300=0.00 total=2500000
        full avg10=0.00 avg60=0.00 avg300=0.00 total=500000
        """;
    assertThat(Page.of(PressureCollector.parse("io", new FieldReader(text))).lines())
        .containsEntry("node_pressure_io_waiting_seconds_total", "2.5")
        .containsEntry("node_pressure_io_stalled_seconds_total", "0.5")
        .hasSize(3 * 2);
    assertThat(PressureCollector.parse("cpu", new FieldReader(text))).hasSize(1);
    Files.createDirectories(folder.resolve("pressure/io"));
    assertThat(new PressureCollector(files()).collect()).isEmpty();
  }

  @Test
  void readsTemperaturesBelowZero() throws Exception {
    write("thermal_zone7/type", "outside");
    write("thermal_zone7/temp", "-4500");
    write("thermal_zone8/type", "broken");
    write("cooling_device1/type", "Fan");
    write("cooling_device1/cur_state", "-1");
    Map<String, String> lines = Page.of(new ThermalZoneCollector(files()).collect()).lines();
    assertThat(lines)
        .containsEntry("node_thermal_zone_temp{type=\"outside\",zone=\"7\"}", "-4.5")
        .containsEntry("node_cooling_device_cur_state{name=\"1\",type=\"Fan\"}", "-1.0")
        .hasSize(2 * 3);
  }

  private void write(String file, String text) throws Exception {
    Path path = folder.resolve("class/thermal").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }
}
