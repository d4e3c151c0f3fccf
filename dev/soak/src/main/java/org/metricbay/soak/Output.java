package org.metricbay.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that a process writes, read by a thread of its own so that it never has to wait. */
final class Output {
  private final StringBuilder text = new StringBuilder();
  private boolean ended;

  static Output of(InputStream stream) {
    Output output = new Output();
    Thread reader = new Thread(() -> output.read(stream), "output");
    reader.setDaemon(true);
    reader.start();
    return output;
  }

  private void read(InputStream stream) {
    char[] buffer = new char[4096];
    try (Reader in = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        add(buffer, read);
      }
    } catch (IOException e) {
      // A pseudo-terminal ends so.
    }
    end();
  }

  private synchronized void add(char[] buffer, int length) {
    text.append(buffer, 0, length);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized int length() {
    return text.length();
  }

  synchronized String text() {
    return text.toString();
  }

  /** Waits until what was written from this position on has a match. */
  synchronized Optional<MatchResult> await(Pattern pattern, int from, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Matcher matcher = pattern.matcher(text);
      if (matcher.find(from)) {
        return Optional.of(matcher.toMatchResult());
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0 || ended) {
        return Optional.empty();
      }
      wait(left);
    }
  }
}
