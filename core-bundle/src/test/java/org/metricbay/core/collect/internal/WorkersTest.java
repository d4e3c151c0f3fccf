package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;

@Timeout(60)
final class WorkersTest {
  /** Offers nothing to anybody. */
  private static final BundleContext NOBODY =
      (BundleContext)
          Proxy.newProxyInstance(
              WorkersTest.class.getClassLoader(),
              new Class<?>[] {BundleContext.class},
              (proxy, method, arguments) -> null);

  private final Workers workers = new Workers(NOBODY);

  @AfterEach
  void close() {
    workers.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void whatIsToBeDoneAfterwardsIsDoneByTheSameThreadWhenItIsFree() throws Exception {
    List<String> order = new ArrayList<>();
    CompletableFuture<Thread> first = new CompletableFuture<>();
    CompletableFuture<Thread> second = new CompletableFuture<>();
    workers.execute(
        () -> {
          workers.afterwards(
              () -> {
                order.add("afterwards");
                second.complete(Thread.currentThread());
              });
          order.add("now");
          first.complete(Thread.currentThread());
        });
    assertThat(get(second)).isSameAs(get(first));
    assertThat(order).isEqualTo(List.of("now", "afterwards"));
  }

  @Test
  void aSecondThingIsDoneByAnotherThread() throws Exception {
    CompletableFuture<Thread> first = new CompletableFuture<>();
    CompletableFuture<Thread> second = new CompletableFuture<>();
    workers.execute(
        () -> {
          workers.afterwards(() -> first.complete(Thread.currentThread()));
          workers.afterwards(() -> second.complete(Thread.currentThread()));
          second.join();
        });
    assertThat(get(second)).isNotSameAs(get(first));
  }

  @Test
  void aThreadOfNobodyHasItDoneByOneOfTheWorkers() throws Exception {
    CompletableFuture<Thread> done = new CompletableFuture<>();
    workers.afterwards(() -> done.complete(Thread.currentThread()));
    assertThat(get(done)).isNotEqualTo(Thread.currentThread());
  }

  @Test
  void itIsDoneAlsoWhenWhatCameBeforeHasFailed() throws Exception {
    CompletableFuture<Thread> done = new CompletableFuture<>();
    workers.execute(
        () -> {
          // The thread ends of it, without a trace on the terminal.
          Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {});
          workers.afterwards(() -> done.complete(Thread.currentThread()));
          throw new IllegalStateException("on purpose");
        });
    get(done);
  }

  /** Else a client that asks and asks would keep a thread that a plugin has left something on. */
  @Test
  void aThreadThatIsToEndHandsItOn() throws Exception {
    CompletableFuture<Thread> first = new CompletableFuture<>();
    CompletableFuture<Thread> second = new CompletableFuture<>();
    workers.execute(
        () -> {
          workers.afterwards(() -> second.complete(Thread.currentThread()));
          workers.renew();
          first.complete(Thread.currentThread());
        });
    assertThat(get(second)).isNotSameAs(get(first));
    get(first).join(TimeUnit.SECONDS.toMillis(30));
    assertThat(get(first).getState()).isEqualTo(Thread.State.TERMINATED);
  }
}
