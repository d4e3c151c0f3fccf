package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final List<String> done = new ArrayList<>();
  private int most = 2;
  private final Turns<String, String> turns =
      new Turns<>(() -> most, Runnable::run, (wanted, who) -> done.add(wanted + who));

  @Test
  void whoComesWhenAllAreTakenSharesTheNextAnswer() {
    turns.take("all", "a");
    turns.take("all", "b");
    turns.take("all", "c");
    turns.take("cpu", "d");
    turns.take("all", "e");
    assertThat(done).containsExactly("all[a]", "all[b]");
    turns.end();
    assertThat(done).containsExactly("all[a]", "all[b]", "all[c, e]");
    turns.end();
    assertThat(done).endsWith("cpu[d]");
  }

  @Test
  void aTurnThatNobodyWaitsForIsFreeAgain() {
    turns.take("all", "a");
    turns.take("all", "b");
    turns.end();
    turns.take("all", "c");
    assertThat(done).containsExactly("all[a]", "all[b]", "all[c]");
    turns.take("all", "d");
    assertThat(done).hasSize(3);
  }

  @Test
  void thereMayBeFewerOfThemAtAnyTime() {
    turns.take("all", "a");
    turns.take("all", "b");
    turns.take("all", "c");
    most = 1;
    turns.end();
    assertThat(done).hasSize(2);
    turns.end();
    assertThat(done).containsExactly("all[a]", "all[b]", "all[c]");
    turns.take("all", "d");
    most = 2;
    turns.take("all", "e");
    assertThat(done).endsWith("all[e]");
    turns.end();
    assertThat(done).endsWith("all[e]", "all[d]");
  }

  /** As for want of memory. */
  @Test
  void aTurnWhoseWorkDoesNotBeginIsFreeAgain() {
    Turns<String, String> failing =
        new Turns<>(
            () -> 2,
            Runnable::run,
            (wanted, who) -> {
              if (wanted.equals("none")) {
                throw new OutOfMemoryError("made up");
              }
              done.add(wanted + who);
            });
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> failing.take("none", "a")).isInstanceOf(OutOfMemoryError.class);
    }
    failing.take("all", "b");
    failing.take("all", "c");
    assertThat(done).containsExactly("all[b]", "all[c]");
  }

  @Test
  void whoWaitsIsAnsweredHereIfThereIsNoThread() {
    Turns<String, String> alone =
        new Turns<>(
            () -> 1,
            work -> {
              throw new OutOfMemoryError("made up");
            },
            (wanted, who) -> done.add(wanted + who));
    alone.take("all", "a");
    alone.take("all", "b");
    alone.end();
    assertThat(done).containsExactly("all[a]", "all[b]");
  }
}
