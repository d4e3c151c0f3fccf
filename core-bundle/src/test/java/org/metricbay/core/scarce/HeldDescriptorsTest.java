package org.metricbay.core.scarce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeldDescriptorsTest {
  private static long pipes() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(HeldDescriptorsTest::isPipe).count();
    }
  }

  private static boolean isPipe(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
    } catch (IOException e) {
      return false; // It is closed already, such as that of the folder itself.
    }
  }

  @Test
  void areFreedByPairsAndTakenBack() throws IOException {
    long before = pipes();
    try (HeldDescriptors held = new HeldDescriptors(3)) {
      assertThat(pipes()).isEqualTo(before + 6);
      assertThat(held.release()).isTrue();
      assertThat(pipes()).isEqualTo(before + 4);
      assertThat(held.release()).isTrue();
      assertThat(held.release()).isTrue();
      assertThat(held.release()).isFalse();
      assertThat(pipes()).isEqualTo(before);
      assertThat(held.refill()).isTrue();
      assertThat(pipes()).isEqualTo(before + 6);
    }
    assertThat(pipes()).isEqualTo(before);
  }

  @Test
  void onceClosedTakeNothingBack() throws IOException {
    long before = pipes();
    HeldDescriptors held = new HeldDescriptors(1);
    held.close();
    assertThat(held.refill()).isTrue();
    assertThat(held.release()).isFalse();
    assertThat(pipes()).isEqualTo(before);
  }
}
