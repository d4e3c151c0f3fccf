package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JvmAllocationsTest {
  @Test
  void countsWhatAPoolGrewBetweenAndDuringCollections() {
    JvmAllocations allocations = new JvmAllocations();
    allocations.count("Eden", 100, 0);
    allocations.count("Old", 10, 30);
    assertThat(allocations.bytesByPool()).isEqualTo(Map.of("Eden", 100L, "Old", 30L));
    allocations.count("Eden", 50, 20);
    allocations.count("Old", 25, 5);
    allocations.count("Idle", 0, 0);
    assertThat(allocations.bytesByPool()).isEqualTo(Map.of("Eden", 150L, "Old", 30L));
    allocations.count("Eden", 15, 0);
    assertThat(allocations.bytesByPool()).containsEntry("Eden", 150L);
  }

  @Test
  void hearsOfCollectionsUntilItIsOver() {
    JvmAllocations first = new JvmAllocations();
    JvmAllocations second = new JvmAllocations();
    try {
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            while (first.bytesByPool().isEmpty()) {
              System.gc();
            }
          });
      first.deactivate();
      Map<String, Long> atTheEnd = first.bytesByPool();
      Map<String, Long> other = second.bytesByPool();
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            while (second.bytesByPool().equals(other)) {
              System.gc();
            }
          });
      assertThat(first.bytesByPool()).isEqualTo(atTheEnd);
    } finally {
      second.deactivate();
    }
  }
}
