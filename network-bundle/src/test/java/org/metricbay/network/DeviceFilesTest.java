package org.metricbay.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.platform.KernelFiles;

class DeviceFilesTest {
  @TempDir Path folder;
  private DeviceFiles device;

  @BeforeEach
  void makeDevice() throws IOException {
    Files.writeString(folder.resolve("ifindex"), "2\n");
    Files.writeString(folder.resolve("address"), "02:00:00:00:00:01\n");
    Files.writeString(folder.resolve("mtu"), "1500\n");
    Files.writeString(folder.resolve("flags"), "0x1003\n");
    device = new DeviceFiles(new KernelFiles(folder, folder, folder, folder), folder);
  }

  @Test
  void prefersWhatTheKernelHasTold() {
    Map<String, String> told =
        Map.of("ifindex", "2", "address", "02:00:00:00:00:01", "mtu", "9000");
    assertThat(device.with(told).apply("mtu")).contains("9000");
    assertThat(device.with(told).apply("flags")).contains("0x1003");
    assertThat(device.with(Map.of()).apply("mtu")).contains("1500");
  }

  @Test
  void staysWithTheFilesIfTheyAreThoseOfAnotherDeviceOfTheName() {
    Map<String, String> other =
        Map.of("ifindex", "2", "address", "02:00:00:00:00:09", "mtu", "9000");
    assertThat(device.with(other).apply("mtu")).contains("1500");
  }
}
