package org.metricbay.core.deploy.internal;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A thousand events a second, each of which reaches one of the plugins that count, by chance. */
final class Happenings implements AutoCloseable {
  private static final String WHERE = "metricbay.test.counting";

  private final List<Runnable> counting = Collections.synchronizedList(new ArrayList<>());
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final long seed = Long.getLong("metricbay.test.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private Future<?> going = new FutureTask<>(() -> true);
  private long sent;
  private int mostAtOnce;

  void begin() {
    System.out.println("-Dmetricbay.test.seed=" + seed);
    System.getProperties().put(WHERE, counting);
  }

  void start() {
    going.cancel(false);
    going = clock.scheduleAtFixedRate(this::happen, 0, 1, TimeUnit.MILLISECONDS);
  }

  private void happen() {
    synchronized (counting) {
      mostAtOnce = Math.max(mostAtOnce, counting.size());
      if (!counting.isEmpty()) {
        counting.get(random.nextInt(counting.size())).run();
        sent++;
      }
    }
  }

  /** For other choices of the same test. */
  Random choices() {
    return new Random(seed);
  }

  /** When this returns nothing happens any more. */
  void stop() {
    going.cancel(false);
    synchronized (counting) {
      // What was under way has ended.
    }
  }

  long sent() {
    synchronized (counting) {
      return sent;
    }
  }

  int mostAtOnce() {
    synchronized (counting) {
      return mostAtOnce;
    }
  }

  void awaitMore(int more) {
    long enough = sent() + more;
    await().atMost(Duration.ofSeconds(20)).until(() -> sent() >= enough);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    System.getProperties().remove(WHERE);
  }
}
