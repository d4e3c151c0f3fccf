package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.metricbay.core.collect.internal.Calls.Called;

/** Calls collectors, within the limits of time. For use by any thread. */
final class Caller {
  private final Workers workers;
  private final Duration limit;
  private final Consumer<String> timedOut;
  private final Rounds rounds = new Rounds();

  /**
   * Calls by these threads.
   *
   * @param limit how long a collector may take that does not say
   * @param timedOut told of each collector that took too long
   */
  Caller(Workers workers, Duration limit, Consumer<String> timedOut) {
    this.workers = workers;
    this.limit = limit;
    this.timedOut = timedOut;
  }

  /** How long a collector may take that does not say. */
  Duration limit() {
    return limit;
  }

  /** A time that no scrape exceeds. */
  Duration longestScrape() {
    return limit.plusSeconds(1);
  }

  /** Calls one for the first time, for which nobody waits. */
  void first(CollectorService fresh) {
    CollectorRun run = fresh.currentOrNewRun();
    workers.execute(() -> run.run(null));
  }

  /** Calls for a scrape, which share runs with others', and have still to be begun. */
  Batch forScrape(List<CollectorService> wanted, Duration most, Consumer<Calls> then) {
    return calls(wanted, most, rounds, false, then);
  }

  /** Calls them as a scrape does, waits, and tells what came of each, in their order. */
  List<Called> withScrapes(List<CollectorService> wanted, Duration most)
      throws InterruptedException {
    return run(wanted, min(most, limit), rounds, false);
  }

  /**
   * Calls them in no scrape's company, waits, and tells what came of each, in their order.
   *
   * @param alsoBeside whether those, too, that scrapes do not call
   */
  List<Called> apart(List<CollectorService> wanted, Duration most, boolean alsoBeside)
      throws InterruptedException {
    return run(wanted, min(most, longest(wanted)), new Rounds(), alsoBeside);
  }

  /** The longest time that one of these may take: one beside the scrapes has its own. */
  Duration longest(List<CollectorService> wanted) {
    return wanted.stream()
        .map(CollectorService::pace)
        .filter(Pace::isBesideScrapes)
        .flatMap(pace -> pace.timeout().stream())
        .reduce(limit, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  /** Calls one that is not called by scrapes, and does a thing at the end of the call. */
  void beside(CollectorService collector, Runnable then) {
    calls(
            List.of(collector),
            collector.pace().timeout().orElse(limit),
            new Rounds(),
            true,
            calls -> {
              List<Called> unused = calls.results();
              then.run(); // Last, as both are done again if memory is short.
            })
        .begin();
  }

  private List<Called> run(
      List<CollectorService> wanted, Duration most, Rounds shared, boolean alsoBeside)
      throws InterruptedException {
    CompletableFuture<List<Called>> answer = new CompletableFuture<>();
    return await(
        answer, calls(wanted, most, shared, alsoBeside, calls -> complete(answer, calls::results)));
  }

  private Batch calls(
      List<CollectorService> wanted,
      Duration most,
      Rounds shared,
      boolean alsoBeside,
      Consumer<Calls> then) {
    return new Calls(wanted, most, workers, shared, alsoBeside, timedOut, then).batch();
  }

  /** Begins it, and waits for the answer that its end completes. */
  static <T> T await(CompletableFuture<T> answer, Batch batch) throws InterruptedException {
    try {
      batch.begin();
      return answer.get();
    } catch (InterruptedException e) {
      batch.end();
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the collection failed", e.getCause());
    }
  }

  static <T> void complete(CompletableFuture<T> answer, Supplier<T> value) {
    try {
      answer.complete(value.get());
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
  }

  static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
