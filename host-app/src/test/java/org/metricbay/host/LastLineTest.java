package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever still logs, in as many threads as there are: the line that says why the process ends is
 * the last one, at whatever moment it comes. The same again: {@code -Dmetricbay.lastline.seed=…}.
 */
final class LastLineTest {
  private static final int LINES_BEFORE = 20;

  @TempDir private Path data;
  private final Random random = new Random(seed());
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final List<Thread> talkers = new ArrayList<>();
  private final AtomicInteger lines = new AtomicInteger();
  private volatile boolean over;

  private static long seed() {
    long seed = Long.getLong("metricbay.lastline.seed", System.nanoTime());
    System.out.println("last line: seed " + seed);
    return seed;
  }

  @AfterEach
  void restore() throws Exception {
    over = true;
    for (Thread talker : talkers) {
      talker.join();
    }
    LogManager.getLogManager().readConfiguration();
  }

  private Logging start() throws UserException {
    Logging logging =
        Logging.start("info", new PrintStream(terminal, true, StandardCharsets.UTF_8));
    logging.toFile(data);
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      Level level = random.nextBoolean() ? Level.SEVERE : Level.INFO;
      Thread talker = new Thread(() -> talk(level), "talker-" + i);
      talkers.add(talker);
      talker.start();
    }
    return logging;
  }

  private void talk(Level level) {
    while (!over) {
      Logger.getLogger("some plugin").log(level, "has to say {0} more", lines.incrementAndGet());
    }
  }

  private void atAnyMoment() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    int wanted = LINES_BEFORE + random.nextInt(2000);
    while (lines.get() < wanted && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    LockSupport.parkNanos(random.nextInt(1_000_000));
  }

  private String log() throws Exception {
    int seen = lines.get();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (lines.get() < seen + LINES_BEFORE && System.nanoTime() < deadline) {
      Thread.onSpinWait(); // They go on.
    }
    return Files.readString(data.resolve("log").resolve("metricbay.0.log"));
  }

  @RepeatedTest(10)
  void asSomethingInOrderHasIt() throws Exception {
    Logging logging = start();
    atAnyMoment();
    boolean bad = random.nextBoolean();
    logging.last(bad ? Level.SEVERE : Level.INFO, "ended: why");
    logging.last(Level.INFO, "ended: another reason, which comes too late");
    String last = (bad ? "SEVERE  " : "INFO    ") + "ended: why" + System.lineSeparator();
    assertThat(log()).contains("has to say").endsWith(last);
    logging.close();
    assertThat(terminal.toString(StandardCharsets.UTF_8)).endsWith(last);
  }

  @RepeatedTest(5)
  void asTheWatchdogHasIt() throws Exception {
    Logging logging = start();
    LastWords words = new LastWords(logging.file(), new EndRecord(data.resolve("last-end")));
    words.rehearse();
    atAnyMoment();
    words.reason().put("it is silent");
    words.tell();
    String log = log();
    assertThat(log).contains("has to say");
    assertThat(log.lines().reduce("", (before, line) -> line))
        .endsWith("ended with status 70: it is silent; which plugin was at fault is not known");
  }
}
