package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.WriteListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnreadTest {
  /** An answer that notes whether it was given up. */
  private static final class Answer implements WriteListener {
    private final List<Answer> gone;

    Answer(List<Answer> gone) {
      this.gone = gone;
    }

    @Override
    public void onWritePossible() {
      throw new AssertionError("nobody asks for it");
    }

    @Override
    public void onError(Throwable e) {
      assertThat(e).hasMessage("the client does not read");
      assertThat(e.getStackTrace()).isEmpty();
      gone.add(this);
    }
  }

  /** Beside a list that does the same in the plainest way. */
  @Test
  void thoseLeftUnreadLongestGo() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Unread unread = new Unread();
    List<Answer> gone = new ArrayList<>();
    List<Answer> expectedGone = new ArrayList<>();
    List<Answer> waiting = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      if (random.nextInt(5) > 1 || waiting.isEmpty()) {
        Answer answer = new Answer(gone);
        waiting.add(answer);
        unread.add(answer);
        if (waiting.size() > Unread.MOST) {
          expectedGone.add(waiting.remove(0));
        }
      } else {
        unread.remove(waiting.remove(random.nextInt(waiting.size())));
      }
      assertThat(gone).as("seed %d, step %d", seed, i).isEqualTo(expectedGone);
    }
    assertThat(gone).as("seed %d", seed).isNotEmpty();
  }
}
