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

  /** What came of one plugin's call. */
  record Called(Plugin plugin, CollectorResult result) {}

  private final List<Plugin> wanted;
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
      List<Plugin> wanted,
      Duration limit,
      Workers workers,
      Rounds rounds,
      boolean own,
      Consumer<String> timedOut,
      Consumer<Calls> then) {
    this.wanted = wanted;
    this.timedOut = timedOut;
    withoutCall = new CollectorResult[wanted.size()];
    List<Plugin> callable = new ArrayList<>(withoutCall.length);
    for (int i = 0; i < withoutCall.length; i++) {
      Plugin plugin = wanted.get(i);
      withoutCall[i] = withoutCall(plugin, !own && plugin.pace().isBesideScrapes());
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

  /** What there is to say of a plugin that cannot be called now. */
  private static @Nullable CollectorResult withoutCall(Plugin plugin, boolean calledBeside) {
    if (plugin.last().isFrozen()) {
      return result(plugin, plugin.last().standIn());
    }
    if (calledBeside) {
      CollectorStatus status = plugin.status();
      boolean good = status.state() == CollectorState.OK;
      return new CollectorResult(status, good ? plugin.last().families() : List.of());
    }
    CollectorRun hung = plugin.hungRun();
    return hung == null ? null : new CollectorResult(plugin.hungStatus(hung), List.of());
  }

  /** What came of each plugin, in their order; once, at the end of the batch. */
  List<Called> results() {
    // In this order: whoever joined the round later would have runs that are given up.
    round.ended(batch);
    batch.leave();
    Iterator<CollectorRun> runs = batch.runs().iterator();
    List<Called> called = new ArrayList<>(withoutCall.length);
    for (int i = 0; i < withoutCall.length; i++) {
      CollectorResult known = withoutCall[i];
      called.add(new Called(wanted.get(i), known != null ? known : resultOf(runs.next())));
    }
    return called;
  }

  private CollectorResult resultOf(CollectorRun run) {
    if (run.isDone()) {
      if (run.neverBegan()) {
        timedOut.accept(run.plugin().name());
      }
      return result(run.plugin(), run.outcome());
    }
    timedOut.accept(run.plugin().name());
    if (run.plugin().last().isFrozen()) {
      return result(run.plugin(), run.plugin().last().standIn()); // As for scrapes to come.
    }
    Duration limit = run.plugin().pace().within(batch.limit());
    Outcome late = Outcome.failed("did not answer within " + CollectorRun.seconds(limit), limit);
    CollectorState state = run.isHung() ? CollectorState.HUNG : CollectorState.FAILED;
    return new CollectorResult(run.plugin().status(state, late), List.of());
  }

  private static CollectorResult result(Plugin plugin, Outcome outcome) {
    return new CollectorResult(plugin.status(outcome), outcome.families());
  }
}
