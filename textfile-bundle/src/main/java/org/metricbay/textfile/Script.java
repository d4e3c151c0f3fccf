package org.metricbay.textfile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The state of one script, from run to run. For use by any thread. */
final class Script {
  private Optional<Run> last = Optional.empty();
  private Optional<Instant> lastSuccess = Optional.empty();
  private List<TextFamily> families = List.of();
  private @Nullable Future<?> running;
  private long startedAt;

  /**
   * The last run.
   *
   * @param start when it began; empty if the script was refused
   * @param duration how long it took
   * @param exitStatus empty if it did not end by itself
   * @param error what went wrong; empty if nothing did
   */
  record Run(
      Optional<Instant> start,
      Duration duration,
      Optional<Integer> exitStatus,
      Optional<String> error) {}

  /**
   * What a scrape sees.
   *
   * @param last empty before the end of the first run
   * @param lastSuccess when the run began that gave the families; empty before the first good one
   * @param families of the last good run
   */
  record State(Optional<Run> last, Optional<Instant> lastSuccess, List<TextFamily> families) {}

  synchronized State state() {
    return new State(last, lastSuccess, families);
  }

  synchronized boolean isDue(long now, Duration interval) {
    Future<?> run = running;
    return run == null || (run.isDone() && now - startedAt >= interval.toNanos());
  }

  synchronized void started(Future<?> run, long now) {
    running = run;
    startedAt = now;
  }

  synchronized void refused(String reason) {
    last =
        Optional.of(
            new Run(Optional.empty(), Duration.ZERO, Optional.empty(), Optional.of(reason)));
    // To be run at once when it is no longer refused.
    running = null;
  }

  synchronized void ended(Instant start, Duration duration, ScriptRun.Outcome outcome) {
    last =
        Optional.of(new Run(Optional.of(start), duration, outcome.exitStatus(), outcome.error()));
    if (outcome.families().isPresent()) {
      families = outcome.families().get();
      lastSuccess = Optional.of(start);
    }
  }

  /** Kills its run, if there is one. */
  synchronized void cancel() {
    if (running != null) {
      running.cancel(true);
    }
  }
}
