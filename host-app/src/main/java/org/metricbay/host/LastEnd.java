package org.metricbay.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads how the processes before have ended, where they did so by themselves, and has the plugin
 * that was at fault left out. Where nobody knows which it was, the newest is, when that has happened
 * three times within an hour.
 */
final class LastEnd {
  /** Which plugins are left out; the deployer reads and changes it. */
  static final String LEFT_OUT = "left-out";

  private static final String RECORD = "last-end";
  private static final int TOO_OFTEN = 3;
  private static final Duration LATELY = Duration.ofHours(1);

  private final Logger log = LoggerFactory.getLogger("metricbay");
  private final Path record;
  private final Path leftOut;

  LastEnd(Path data) {
    record = data.resolve(RECORD);
    leftOut = data.resolve(LEFT_OUT);
  }

  /**
   * How one process ended.
   *
   * @param at when, in seconds since 1970
   * @param reason why
   * @param culprit the digest of the plugin's file, if it is known, a space, and its name
   */
  private record End(long at, String reason, Optional<String> culprit) {}

  /** Reads it, and begins the record of this process's end. */
  EndRecord readAndBegin() {
    try {
      List<End> ends = new ArrayList<>(read());
      if (!ends.isEmpty()) {
        follow(ends);
      }
    } catch (IOException e) {
      log.warn("cannot read in {} how the agent ended before: {}", record, e.toString());
    }
    return new EndRecord(record);
  }

  /** The process ends in order, so that those before do not count any more. */
  void endsWell() {
    try {
      Files.deleteIfExists(record);
    } catch (IOException e) {
      log.debug("it counts, then", e);
    }
  }

  private List<End> read() throws IOException {
    List<End> ends = new ArrayList<>();
    if (!Files.exists(record)) {
      return ends;
    }
    long at = 0;
    String text = new String(Files.readAllBytes(record), StandardCharsets.UTF_8);
    for (String line : text.split("\n", -1)) {
      int space = line.indexOf(' ');
      String rest = line.substring(space + 1);
      if (line.startsWith("at ") && rest.matches("\\d{1,12}")) {
        at = Long.parseLong(rest);
      } else if (line.startsWith("reason ")) {
        ends.add(new End(at, rest, Optional.empty()));
      } else if (line.startsWith("culprit ") && !ends.isEmpty()) {
        End last = ends.remove(ends.size() - 1);
        ends.add(new End(last.at(), last.reason(), Optional.of(rest)));
      }
    }
    return ends;
  }

  private void follow(List<End> ends) throws IOException {
    End last = ends.get(ends.size() - 1);
    log.warn("the agent before ended by itself: {}", last.reason());
    if (last.culprit().isPresent()) {
      String culprit = last.culprit().get();
      leaveOut(culprit.substring(0, Math.max(0, culprit.indexOf(' '))), last);
      Files.delete(record);
      return;
    }
    long since = Instant.now().minus(LATELY).getEpochSecond();
    ends.removeIf(end -> end.at() < since);
    if (ends.size() >= TOO_OFTEN) {
      log.warn("that was {} times within an hour: the newest plugin is left out", ends.size());
      leaveOut("newest", last);
      Files.delete(record);
    }
  }

  private void leaveOut(String digest, End end) throws IOException {
    Files.writeString(
        leftOut,
        line(digest, "the agent had to end: " + end.reason()),
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** A line of the file of those that are left out. */
  static String line(String digest, String why) {
    return digest
        + "\tis left out until its file changes or it is started (metric:restart): "
        + why.replaceAll("[\\p{Cntrl}]", " ")
        + "\n";
  }
}
