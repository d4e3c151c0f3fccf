package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ReadsTest {
  private final List<String> done = new ArrayList<>();

  /** As for want of memory. */
  @Test
  void whatThrowsHoldsUpNobody() {
    List<Runnable> work =
        List.of(
            () -> done.add("before"),
            () -> {
              throw new OutOfMemoryError("made up");
            },
            () -> done.add("after"));
    new Reads().run(work, Duration.ofMinutes(10));
    assertThat(done).containsExactly("before", "after");
  }
}
