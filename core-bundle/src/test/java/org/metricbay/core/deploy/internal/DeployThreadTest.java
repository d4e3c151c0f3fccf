package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeployThreadTest {
  private final DeployThread thread = new DeployThread();
  private final List<String> done = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    thread.start();
  }

  @AfterEach
  void close() {
    thread.close();
  }

  @Test
  void doesThingsInOrder() throws Exception {
    for (int i = 0; i < 100; i++) {
      String name = Integer.toString(i);
      thread.execute(() -> done.add(name));
    }
    assertThat(thread.call(done::size).get(5, TimeUnit.SECONDS)).isEqualTo(100);
    assertThat(done.get(99)).isEqualTo("99");
  }

  @Test
  void doesLaterWhatIsNotCancelled() {
    Future<?> never = thread.after(Duration.ofMillis(20), () -> done.add("never"));
    never.cancel(false);
    Future<?> unused = thread.after(Duration.ofMillis(60), () -> done.add("second"));
    unused = thread.after(Duration.ofMillis(30), () -> done.add("first"));
    await().untilAsserted(() -> assertThat(done).containsExactly("first", "second"));
  }

  @Test
  void doesPeriodicallyWhateverIsThrown() {
    AtomicInteger times = new AtomicInteger();
    thread.every(
        Duration.ofMillis(5),
        () -> {
          times.incrementAndGet();
          throw new OutOfMemoryError("made up");
        });
    await().until(() -> times.get() > 5);
  }

  @Test
  void tellsTheCallerWhatWasThrown() {
    Assertions.assertThatThrownBy(
            () ->
                thread
                    .call(
                        () -> {
                          throw new OutOfMemoryError("made up");
                        })
                    .get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(OutOfMemoryError.class);
  }
}
