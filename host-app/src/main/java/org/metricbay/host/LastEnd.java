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
 * Reads why earlier processes ended themselves, and has the plugin at fault left out. If it is
 * unknown, the newest one is left out at the third such end within an hour.
 */
final class LastEnd {
  /** Which plugins are left out; the deployer reads and changes it. */
  static final String LEFT_OUT = "left-out";

  static final String AT = "at ";
  static final String REASON = "reason ";
  static final String CULPRIT = "culprit ";

  private static final String BEGAN = "began ";
  private static final String RECORD = "last-end";
  private static final int TOO_OFTEN = 3;
  private static final Duration LATELY = Duration.ofHours(1);

  private final Logger log = LoggerFactory.getLogger("metricbay");
  private final Path record;
  private final Path leftOut;

  /** Those of before that still count, the latest last. */
  private final List<End> ends = new ArrayList<>();

  /** Whether the process before has begun, and never said that it ends. */
  private boolean hasBegun;

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
      read();
      if (hasBegun) {
        log.info(
            "the agent before ended without a word: it was killed, or its host was, or a plugin"
                + " called Runtime.halt");
      } else if (!ends.isEmpty()) {
        follow(ends.get(ends.size() - 1));
      }
      begin();
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

  private void read() throws IOException {
    if (!Files.exists(record)) {
      return;
    }
    long at = 0;
    String text = new String(Files.readAllBytes(record), StandardCharsets.UTF_8);
    for (String line : text.split("\n", -1)) {
      int space = line.indexOf(' ');
      String rest = line.substring(space + 1);
      if (line.startsWith(BEGAN)) {
        hasBegun = true;
      } else if (line.startsWith(AT) && rest.matches("\\d{1,12}")) {
        at = Long.parseLong(rest);
      } else if (line.startsWith(REASON)) {
        ends.add(new End(at, rest, Optional.empty()));
        hasBegun = false;
      } else if (line.startsWith(CULPRIT) && !ends.isEmpty()) {
        End last = ends.remove(ends.size() - 1);
        ends.add(new End(last.at(), last.reason(), Optional.of(rest)));
      }
    }
  }

  private void follow(End last) throws IOException {
    log.warn("the agent before ended by itself: {}", last.reason());
    if (last.culprit().isPresent()) {
      String culprit = last.culprit().get();
      leaveOut(culprit.substring(0, Math.max(0, culprit.indexOf(' '))), last);
      ends.clear();
      return;
    }
    long since = Instant.now().minus(LATELY).getEpochSecond();
    ends.removeIf(end -> end.at() < since);
    if (ends.size() >= TOO_OFTEN) {
      log.warn("that was {} times within an hour: the newest plugin is left out", ends.size());
      leaveOut("newest", last);
      ends.clear();
    }
  }

  /** Keeps those that count. */
  private void begin() throws IOException {
    StringBuilder text = new StringBuilder();
    for (End end : ends) {
      text.append(AT).append(end.at()).append('\n');
      text.append(REASON).append(end.reason()).append('\n');
    }
    text.append(BEGAN).append(Instant.now().getEpochSecond()).append('\n');
    Files.writeString(record, text, StandardCharsets.UTF_8);
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
