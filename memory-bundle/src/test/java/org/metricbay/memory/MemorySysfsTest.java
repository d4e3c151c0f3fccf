package org.metricbay.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Page;

/** What the collectors {@code ksmd} and {@code edac} read from sysfs. */
class MemorySysfsTest {
  @TempDir Path folder;

  private KernelFiles files() {
    return new KernelFiles(folder, folder, folder, folder);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  private Map<String, String> edac() {
    return Page.of(new EdacCollector(files()).collect()).lines();
  }

  @Test
  void readsWhatMergingSaves() throws IOException {
    write("kernel/mm/ksm/full_scans", "5");
    write("kernel/mm/ksm/general_profit", "-64");
    write("kernel/mm/ksm/sleep_millisecs", "20");
    assertThat(Page.of(new KsmdCollector(files()).collect()).lines())
        .containsEntry("node_ksmd_full_scans_total", "5.0")
        .containsEntry("TYPE node_ksmd_full_scans_total", "counter")
        .containsEntry("node_ksmd_general_profit_bytes", "-64.0")
        .containsEntry("node_ksmd_sleep_seconds", "0.02")
        .hasSize(3 * 3);
  }

  @Test
  void readsTheErrorsOfEachController() throws IOException {
    String mc = "devices/system/edac/mc/";
    write(mc + "mc0/ce_count", "1");
    write(mc + "mc0/ue_noinfo_count", "2");
    write(mc + "mc0/csrow3/ue_count", "3");
    write(mc + "mc0/csrow3/ch0_ce_count", "4");
    write(mc + "mc0/csrow3/ch0_dimm_label", "mc#0csrow#3channel#0");
    write(mc + "mc0/csrow3/ch1_ce_count", "5");
    write(mc + "power/control", "auto");
    assertThat(edac())
        .containsEntry("node_edac_correctable_errors_total{controller=\"0\"}", "1.0")
        .containsEntry(
            "node_edac_csrow_uncorrectable_errors_total{controller=\"0\",csrow=\"unknown\"}", "2.0")
        .containsEntry(
            "node_edac_csrow_uncorrectable_errors_total{controller=\"0\",csrow=\"3\"}", "3.0")
        .containsEntry(
            "node_edac_channel_correctable_errors_total{channel=\"0\",controller=\"0\","
                + "csrow=\"3\",dimm_label=\"mc0_csrow3_channel0\"}",
            "4.0")
        .containsEntry(
            "node_edac_channel_correctable_errors_total{channel=\"1\",controller=\"0\","
                + "csrow=\"3\",dimm_label=\"unknown\"}",
            "5.0")
        .hasSize(5 + 2 * 3);
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    assertThat(edac()).isEmpty();
    assertThat(new KsmdCollector(files()).collect()).isEmpty();
  }
}
