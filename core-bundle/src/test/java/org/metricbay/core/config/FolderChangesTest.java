package org.metricbay.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No inotify instance is left, or no thread. */
@Timeout(30)
final class FolderChangesTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  @TempDir private Path folder;

  private static final class Told extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("metricbay.watch");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Told() {
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getLevel() + " " + line.getMessage());
    }

    @Override
    public void flush() {
      // Nothing is kept.
    }

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }

  @Test
  void looksWithoutAWatchSaysSoOnceAndTakesItWhenItCan() throws Exception {
    AtomicInteger left = new AtomicInteger(5);
    FolderChanges.Watches watches =
        () -> {
          int now = left.getAndDecrement();
          if (now > 3) {
            throw new IOException("User limit of inotify instances reached");
          } else if (now > 0) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          return FileSystems.getDefault().newWatchService();
        };
    try (Told told = new Told();
        FolderChanges changes = new FolderChanges(folder, watches)) {
      for (int i = 0; i < 5; i++) {
        assertThat(changes.await(SHORT)).as("each time is a look").isTrue();
      }
      assertThat(told.lines)
          .singleElement()
          .asString()
          .startsWith("WARNING " + folder + " cannot be watched (User limit of inotify");
      assertThat(changes.await(SHORT)).as("what came before the watch").isTrue();
      assertThat(changes.await(SHORT)).as("nothing has changed").isFalse();
      assertThat(told.lines).hasSize(2);
      assertThat(told.lines.get(1)).startsWith("INFO " + folder + " is watched again");
      Files.createFile(folder.resolve("a"));
      assertThat(changes.await(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  void endsWhenClosedWithOrWithoutAWatch() throws Exception {
    FolderChanges.Watches none =
        () -> {
          throw new IOException("none");
        };
    try (Told told = new Told()) {
      FolderChanges changes = new FolderChanges(folder, none);
      assertThat(changes.await(SHORT)).isTrue();
      changes.close();
      assertThatThrownBy(() -> changes.await(Duration.ofDays(1)))
          .isInstanceOf(ClosedWatchServiceException.class);
      assertThat(told.lines).hasSize(1);
    }
  }
}
