package org.metricbay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageSettingsTest {
  @Test
  void hasTheDefaultsOfNodeExporter() {
    StorageSettings settings = new StorageSettings(Map.of());
    assertThat(
            List.of("zfs", "xfs", "nfs", "nfsd", "btrfs", "bcache", "infiniband", "fibrechannel"))
        .allMatch(settings::isOn);
    assertThat(settings.priorityStats()).isFalse();
    assertThat(settings.infiniband()).accepts("mlx4_0", "");
  }

  @Test
  void takesChangesAndRefusesWhatIsWrong() {
    StorageSettings settings = new StorageSettings(Map.of("infiniband.device-exclude", "^mlx"));
    assertThat(settings.infiniband()).rejects("mlx4_0").accepts("hfi1_0");
    settings.modify(Map.of("infiniband.device-include", "^mlx", "collectors.zfs", "false"));
    assertThat(settings.infiniband()).accepts("mlx4_0").rejects("hfi1_0");
    assertThat(settings.isOn("zfs")).isFalse();
    settings.modify(Map.of("infiniband.device-include", "a", "infiniband.device-exclude", "b"));
    settings.modify(Map.of("infiniband.device-include", "("));
    settings.modify(Map.of("bcache.priority-stats", "sometimes"));
    assertThat(settings.infiniband()).accepts("mlx4_0").rejects("hfi1_0");
    assertThat(settings.isOn("zfs")).isFalse();
  }
}
