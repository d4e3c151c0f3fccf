package org.metricbay.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Page;

class VmstatCollectorTest {
  private static final String VMSTAT =
      """
      nr_free_pages 12
      pgpgin 18446744073709551615
      pswpout 3
      pgmajfault 4
      drop_pagecache 5
      oom_kill 6
      """;

  @Test
  void readsTheFieldsOfNodeExporterByDefault() {
    VmstatCollector.Fields fields =
        new VmstatCollector.Fields(new MemorySettings(Map.of()).vmstatFields());
    assertThat(Page.of(VmstatCollector.parse(new FieldReader(VMSTAT), fields)).lines())
        .containsEntry("node_vmstat_pgpgin", Double.toString(0x1p64))
        .containsEntry("node_vmstat_pswpout", "3.0")
        .containsEntry("node_vmstat_pgmajfault", "4.0")
        .containsEntry("node_vmstat_oom_kill", "6.0")
        .containsEntry("TYPE node_vmstat_oom_kill", "untyped")
        .containsEntry("HELP node_vmstat_oom_kill", "/proc/vmstat information field oom_kill.")
        .hasSize(4 * 3);
  }

  @Test
  void followsItsSettingsWithoutBeingMadeAnew(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("vmstat"), VMSTAT);
    MemorySettings settings = new MemorySettings(Map.of("vmstat.fields", "free_"));
    VmstatCollector collector =
        new VmstatCollector(new KernelFiles(folder, folder, folder, folder), settings);
    assertThat(Page.of(collector.collect()).lines())
        .containsEntry("node_vmstat_nr_free_pages", "12.0")
        .hasSize(3);
    settings.modify(Map.of("vmstat.fields", "^drop"));
    assertThat(Page.of(collector.collect()).lines())
        .containsEntry("node_vmstat_drop_pagecache", "5.0")
        .hasSize(3);
    settings.modify(Map.of("vmstat.fields", "("));
    assertThat(Page.of(collector.collect()).lines()).hasSize(3);
  }
}
