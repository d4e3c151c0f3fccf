package org.metricbay.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Page;

class NvmeCollectorTest {
  @Test
  void readsDevicesAndNamespaces(@TempDir Path folder) throws Exception {
    KernelFiles files = new KernelFiles(folder, folder, folder, folder);
    NvmeCollector collector = new NvmeCollector(files);
    assertThat(Page.of(collector.collect()).lines()).isEmpty();
    Path device = Files.createDirectories(folder.resolve("class/nvme/nvme3"));
    Files.writeString(device.resolve("model"), "Acme Disk   \n");
    Files.createDirectories(device.resolve("power"));
    Path queue = Files.createDirectories(device.resolve("nvme3n2/queue"));
    Files.writeString(queue.resolve("logical_block_size"), "512\n");
    Files.writeString(device.resolve("nvme3n2/size"), "10\n");
    Files.createDirectories(device.resolve("nvme3n4"));
    String namespace = "{device=\"nvme3\",nsid=\"2\"}";
    assertThat(Page.of(collector.collect()).lines())
        .containsEntry(
            "node_nvme_info{cntlid=\"\",device=\"nvme3\",firmware_revision=\"\","
                + "model=\"Acme Disk\",serial=\"\",state=\"\"}",
            "1.0")
        .containsEntry(
            "node_nvme_namespace_info{ana_state=\"unknown\",device=\"nvme3\",nsid=\"4\"}", "1.0")
        .containsEntry("node_nvme_namespace_size_bytes" + namespace, "5120.0")
        .containsEntry("node_nvme_namespace_capacity_bytes" + namespace, "5120.0")
        .containsEntry("node_nvme_namespace_logical_block_size_bytes" + namespace, "512.0")
        .hasSize(5 * 2 + 6);
  }
}
