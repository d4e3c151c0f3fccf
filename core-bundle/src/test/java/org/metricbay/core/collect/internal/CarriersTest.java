package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.CarriedState;
import org.metricbay.api.Collector;
import org.metricbay.api.StateCarrier;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

@Timeout(60)
final class CarriersTest {
  @TempDir private Path home;
  private TestEngine agent;
  private Carriers carriers;
  private Bundle bundle;

  @BeforeEach
  void start() throws Exception {
    agent = TestEngine.start(home, 5);
    carriers = agent.gate().switching().carriers();
    bundle = agent.context().getBundle();
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
  }

  /** Counts from a number. */
  private static class Counting implements StateCarrier {
    private final AtomicLong own;
    private volatile long before;

    Counting(long own) {
      this.own = new AtomicLong(own);
    }

    @Override
    public CarriedState save() throws Exception {
      return new CarriedState(1, Map.of("n", before + own.get()));
    }

    @Override
    public void restore(CarriedState state) {
      before = state.count("n");
    }

    @Override
    public void takeBack(CarriedState given, CarriedState returned) {
      own.addAndGet(returned.count("n") - given.count("n"));
    }
  }

  private ServiceRegistration<StateCarrier> register(String name, StateCarrier carrier) {
    Dictionary<String, Object> properties = FrameworkUtil.asDictionary(Map.of());
    if (!name.isEmpty()) {
      properties = FrameworkUtil.asDictionary(Map.of(Collector.NAME, name));
    }
    return agent.context().registerService(StateCarrier.class, carrier, properties);
  }

  private long saved(String name) throws Exception {
    byte[] bytes = carriers.save(bundle).get(name);
    return bytes == null ? -1 : StateFormat.decode(bytes).count("n");
  }

  private static byte[] state(long n) throws Exception {
    return StateFormat.encode(new CarriedState(1, Map.of("n", n)));
  }

  @Test
  void findsEachByItsCollectorsName() throws Exception {
    assertThat(carriers.hasAny(bundle)).isFalse();
    register("a", new Counting(1));
    register("b", new Counting(2));
    register("", new Counting(3));
    assertThat(carriers.hasAny(bundle)).isTrue();
    assertThat(carriers.restore(bundle, Map.of("a", state(10), "", state(30), "other", state(50))))
        .containsOnlyKeys("a", "");
    assertThat(saved("a")).isEqualTo(11);
    assertThat(saved("b")).isEqualTo(2);
    assertThat(saved("")).isEqualTo(33);
    // In place of what it had before.
    assertThat(carriers.restore(bundle, Map.of("a", state(20)))).containsOnlyKeys("a");
    assertThat(saved("a")).isEqualTo(21);
    assertThat(saved("")).isEqualTo(33);
  }

  @Test
  void asksAlsoAfterTheServiceHasGone() throws Exception {
    ServiceRegistration<StateCarrier> registration = register("a", new Counting(1));
    assertThat(saved("a")).isEqualTo(1);
    registration.unregister();
    assertThat(saved("a")).isEqualTo(1);
    carriers.forget(bundle);
    assertThat(carriers.hasAny(bundle)).isFalse();
  }

  @Test
  void oneThatComesInAnothersPlaceGoesOnWhereThatWas() throws Exception {
    ServiceRegistration<StateCarrier> registration = register("a", new Counting(5));
    assertThat(saved("a")).isEqualTo(5);
    registration.unregister();
    register("a", new Counting(2));
    await().atMost(Duration.ofSeconds(20)).until(() -> saved("a") == 7);
  }

  @Test
  void oneThatHangsIsNotCalledAgainAndCostsTheOthersNothing() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    register(
        "hangs",
        new Counting(0) {
          @Override
          public CarriedState save() throws Exception {
            calls.incrementAndGet();
            while (release.getCount() > 0) {
              try {
                release.await();
              } catch (InterruptedException e) {
                // It does not listen.
              }
            }
            return super.save();
          }
        });
    register("well", new Counting(4));
    try {
      assertThat(saved("well")).isEqualTo(4);
      assertThat(saved("hangs")).isEqualTo(-1);
      assertThat(calls).hasValue(1);
    } finally {
      release.countDown();
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> saved("hangs") == 0);
  }

  @Test
  void callsOfOneWaitForEachOther() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    register(
        "slow",
        new Counting(3) {
          @Override
          public CarriedState save() throws Exception {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            inside.countDown();
            boolean unused = new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
            atOnce.decrementAndGet();
            return super.save();
          }
        });
    CompletableFuture<Long> first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return saved("slow");
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    inside.await();
    assertThat(carriers.restore(bundle, Map.of("slow", state(10)))).containsOnlyKeys("slow");
    assertThat(saved("slow")).isEqualTo(13);
    assertThat(first.get()).isIn(3L, 13L);
    assertThat(most).hasValue(1);
  }

  @Test
  void oneThatHasRefusedIsGivenNothingMore() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    register(
        "a",
        new Counting(1) {
          @Override
          public void restore(CarriedState state) {
            calls.incrementAndGet();
            throw new StackOverflowError();
          }
        });
    assertThat(carriers.restore(bundle, Map.of("a", state(1)))).isEmpty();
    assertThat(carriers.restore(bundle, Map.of("a", state(2)))).isEmpty();
    assertThat(calls).hasValue(1);
    assertThat(saved("a")).isEqualTo(1);
  }

  @Test
  void aDamagedStateCountsAsRefused() throws Exception {
    register("a", new Counting(1));
    assertThat(carriers.restore(bundle, Map.of("a", new byte[] {1, 2, 3}))).isEmpty();
    assertThat(saved("a")).isEqualTo(1);
  }

  @Test
  void asksNoMoreThanSixteenOfABundle() throws Exception {
    for (int i = 0; i < 20; i++) {
      register("c" + i, new Counting(i));
    }
    assertThat(carriers.save(bundle)).hasSize(16);
  }
}
