package org.metricbay.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.Snapshot;

/** One thread plays the engine's: what is handed to them waits until it is run by the test. */
final class HttpThreadsTest {
  private static final int MOST = Math.max(12, 2 * Runtime.getRuntime().availableProcessors());

  private final List<Runnable> handed = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private double failing;
  private final HttpThreads threads = new HttpThreads(new Engine());

  private final class Engine implements CollectionEngine {
    @Override
    public Snapshot collect(CollectRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void collect(
        CollectRequest request, BiConsumer<@Nullable Snapshot, @Nullable Throwable> then) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Executor threads() {
      return work -> {
        failSometimes();
        handed.add(work);
      };
    }

    @Override
    public void afterwards(Runnable work) {
      failSometimes();
      afterwards.add(work);
    }

    private void failSometimes() {
      if (random.nextDouble() < failing) {
        throw new OutOfMemoryError("made up");
      }
    }

    @Override
    public List<CollectorStatus> collectors() {
      return List.of();
    }
  }

  private void runHanded() {
    while (!handed.isEmpty()) {
      handed.remove(0).run();
    }
  }

  private Runnable doing(String what) {
    return () -> done.add(what);
  }

  @Test
  void whatTakesLongIsDoneWhenTheServersWorkIs() {
    threads.execute(
        () -> {
          threads.afterwards(doing("collect"));
          done.add("request");
        });
    runHanded();
    assertThat(done).isEqualTo(List.of("request", "collect"));
  }

  @Test
  void whatTheServerWantsAtTheVeryEndNeedsNoOtherThread() {
    threads.last(
        () -> {
          threads.execute(doing("next request"));
          done.add("answer");
        });
    assertThat(done).isEqualTo(List.of("answer"));
    assertThat(handed.isEmpty()).as("nobody is woken").isTrue();
    afterwards.remove(0).run();
    assertThat(done).isEqualTo(List.of("answer", "next request"));
  }

  @Test
  void ofTwoThingsAtTheEndOneGoesToAnotherThread() {
    threads.last(
        () -> {
          threads.execute(doing("first"));
          threads.execute(doing("second"));
        });
    assertThat(handed.size()).isEqualTo(1);
    runHanded();
    assertThat(done).isEqualTo(List.of("second"));
    assertThat(afterwards.size()).isEqualTo(1);
  }

  @Test
  void whatFailsAtTheEndStillHasTheNextRequestServed() {
    try {
      threads.last(
          () -> {
            threads.execute(doing("next request"));
            throw new IllegalStateException("on purpose");
          });
    } catch (IllegalStateException e) {
      done.add("failed");
    }
    afterwards.remove(0).run();
    assertThat(done).isEqualTo(List.of("failed", "next request"));
  }

  @Test
  void soManyAtOnceAndOneAtTheEndTakesItsPlaceAmongThem() {
    for (int i = 0; i < MOST; i++) {
      threads.execute(doing("request"));
    }
    threads.last(() -> threads.execute(doing("one too many")));
    assertThat(handed.size()).isEqualTo(MOST);
    assertThat(afterwards.isEmpty()).as("it waits for a place").isTrue();
    runHanded();
    assertThat(done.size()).isEqualTo(MOST + 1);
    assertThat(done.contains("one too many")).isTrue();
  }

  @Test
  void aPlaceThatWasLeftIsTakenByOthersUntilItsOwnerComesBack() {
    for (int i = 0; i < MOST - 1; i++) {
      threads.execute(doing("request"));
    }
    threads.execute(
        () -> {
          threads.execute(doing("waits"));
          assertThat(threads.leave()).isTrue();
          assertThat(runLastHanded()).isEqualTo("waits");
          threads.comeBack();
        });
    runHanded();
    assertThat(done.size()).isEqualTo(MOST);
  }

  /** No task is lost, and no place, however often there is no memory for a thread. */
  @Test
  void noPlaceIsLostForWantOfMemory() {
    int given = 0;
    for (int i = 0; i < 1000; i++) {
      failing = random.nextInt(4) / 4.0;
      given++;
      if (random.nextBoolean()) {
        threads.execute(doing("request"));
      } else {
        threads.last(() -> threads.execute(doing("request")));
      }
      if (random.nextInt(3) == 0) {
        runAll();
      }
    }
    failing = 0;
    runAll();
    assertThat(done).as("seed " + seed).hasSize(given);
    for (int i = 0; i < 2 * MOST; i++) {
      threads.execute(doing("request"));
    }
    assertThat(handed).as("places, seed " + seed).hasSize(MOST);
  }

  private void runAll() {
    while (!handed.isEmpty() || !afterwards.isEmpty()) {
      (handed.isEmpty() ? afterwards : handed).remove(0).run();
    }
  }

  private String runLastHanded() {
    handed.remove(handed.size() - 1).run();
    return done.get(done.size() - 1);
  }
}
