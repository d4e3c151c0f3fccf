package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;

/** The calls of one scrape, trial or freeze, made as one batch, and what came of each. */
final class Calls {

  /** What came of one collector's call. */
  record Called(CollectorService collector, CollectorResult result) {}

  private final List<CollectorService> wanted;
  private final CollectorResult[] withoutCall;
  private final Batch batch;
  private final Rounds.Round round;
  private final Consumer<String> timedOut;

  /**
   * Calls that have still to be begun, as {@link #batch()}.
   *
   * @param rounds where they share runs with others
   * @param own whether these are the calls of those, too, that are not called by scrapes
   * @param timedOut told of each collector that took too long
   * @param then given these, at the end of the batch
   */
  Calls(
      List<CollectorService> wanted,
      Duration limit,
      Workers workers,
      Rounds rounds,
      boolean own,
      Consumer<String> timedOut,
      Consumer<Calls> then) {
    this.wanted = wanted;
    this.timedOut = timedOut;
    withoutCall = new CollectorResult[wanted.size()];
    List<CollectorService> callable = new ArrayList<>(withoutCall.length);
    for (int i = 0; i < withoutCall.length; i++) {
      CollectorService collector = wanted.get(i);
      withoutCall[i] = withoutCall(collector, !own && collector.pace().isBesideScrapes());
      if (withoutCall[i] == null) {
        callable.add(wanted.get(i));
      }
    }
    batch = new Batch(workers, limit, () -> then.accept(this));
    round = rounds.begin(callable, batch);
  }

  Batch batch() {
    return batch;
  }

  /** What there is to say of a collector that cannot be called now. */
  private static @Nullable CollectorResult withoutCall(
      CollectorService collector, boolean calledBeside) {
    if (collector.last().isFrozen()) {
      return result(collector, collector.last().standIn());
    }
    if (calledBeside) {
      CollectorStatus status = collector.status();
      boolean good = status.state() == CollectorState.OK;
      return new CollectorResult(status, good ? collector.last().families() : List.of());
    }
    CollectorRun hung = collector.hungRun();
    return hung == null ? null : new CollectorResult(collector.hungStatus(hung), List.of());
  }

  /** What came of each collector, in their order; once, at the end of the batch. */
  List<Called> results() {
    // In this order: whoever joined the round later would have runs that are given up.
    round.ended(batch);
    batch.leave();
    Iterator<CollectorRun> runs = batch.runs().iterator();
    List<Called> called = new ArrayList<>(withoutCall.length);
    for (int i = 0; i < withoutCall.length; i++) {
      CollectorResult known = withoutCall[i];
      CollectorService collector = wanted.get(i);
      called.add(new Called(collector, known != null ? known : resultOf(collector, runs.next())));
    }
    return called;
  }

  private CollectorResult resultOf(CollectorService collector, CollectorRun run) {
    if (run.isDone()) {
      if (run.neverBegan()) {
        timedOut.accept(collector.name());
      }
      return result(collector, run.outcome());
    }
    timedOut.accept(collector.name());
    if (collector.last().isFrozen()) {
      return result(collector, collector.last().standIn()); // As for scrapes to come.
    }
    Duration limit = collector.pace().within(batch.limit());
    Outcome late = Outcome.failed("did not answer within " + Seconds.of(limit), limit);
    CollectorState state = run.isHung() ? CollectorState.HUNG : CollectorState.FAILED;
    return new CollectorResult(collector.status(state, late), List.of());
  }

  private static CollectorResult result(CollectorService collector, Outcome outcome) {
    return new CollectorResult(collector.status(outcome), outcome.families());
  }
}
