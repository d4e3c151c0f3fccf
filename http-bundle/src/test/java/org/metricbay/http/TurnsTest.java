package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final List<String> done = new ArrayList<>();
  private final Turns<String, String> turns =
      new Turns<>(2, Runnable::run, (wanted, who) -> done.add(wanted + who));

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
}
