package org.metricbay.core.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LastingThreadTest {
  private final AtomicInteger turns = new AtomicInteger();
  private volatile Thread runner = Thread.currentThread();
  private final Queue<Throwable> toThrow = new ConcurrentLinkedQueue<>();

  private void turn() throws Exception {
    runner = Thread.currentThread();
    turns.incrementAndGet();
    Throwable next = toThrow.poll();
    if (next instanceof Error error) {
      throw error;
    }
    if (next instanceof Exception exception) {
      throw exception;
    }
    new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
  }

  private void awaitTurns(int more) {
    int wanted = turns.get() + more;
    await().until(() -> turns.get() >= wanted);
  }

  @Test
  void goesOnWhateverIsThrown() {
    try (LastingThread thread = new LastingThread("test-lasting", this::turn)) {
      thread.start();
      toThrow.add(new OutOfMemoryError("made up"));
      toThrow.add(new StackOverflowError());
      toThrow.add(new IllegalStateException("made up"));
      toThrow.add(new InterruptedException());
      toThrow.add(new NoClassDefFoundError("made up"));
      await().until(toThrow::isEmpty);
      awaitTurns(3);
    }
  }

  @Test
  void goesOnWhoeverInterruptsIt() {
    try (LastingThread thread = new LastingThread("test-lasting", this::turn)) {
      thread.start();
      awaitTurns(1);
      for (int i = 0; i < 20; i++) {
        runner.interrupt();
        awaitTurns(1);
      }
    }
  }

  @Test
  void endsWhenClosed() throws Exception {
    LastingThread thread = new LastingThread("test-lasting", this::turn);
    thread.start();
    awaitTurns(2);
    thread.close();
    runner.join(5000);
    assertThat(runner.isAlive()).isFalse();
    assertThat(thread.isOpen()).isFalse();
  }
}
