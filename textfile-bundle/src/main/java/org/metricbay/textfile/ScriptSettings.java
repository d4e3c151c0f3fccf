package org.metricbay.textfile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Which scripts are run, and how.
 *
 * @param folder where they are; empty if none are to be run
 * @param interval the time from one run's start to the next one's
 * @param intervals other intervals, by script
 * @param timeout how long a run may take
 * @param timeouts other times, by script
 * @param maxBytes how long a script's output may be
 */
record ScriptSettings(
    Optional<Path> folder,
    Duration interval,
    Map<String, Duration> intervals,
    Duration timeout,
    Map<String, Duration> timeouts,
    int maxBytes) {

  Duration intervalOf(String script) {
    return intervals.getOrDefault(script, interval);
  }

  Duration timeoutOf(String script) {
    return timeouts.getOrDefault(script, timeout);
  }
}
