package org.metricbay.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With JLine's own line reader, on a terminal in memory. */
class StopByCtrlCTest {
  private static final long PATIENCE_SECONDS = 10;

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final CountDownLatch prompting = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final PipedOutputStream keys = new PipedOutputStream();
  private Terminal terminal;
  private LineReader reader;

  @BeforeEach
  void open() throws IOException {
    terminal =
        new ExternalTerminal(
            "test",
            "xterm",
            new PipedInputStream(keys),
            new ByteArrayOutputStream(),
            StandardCharsets.UTF_8);
    reader = LineReaderBuilder.builder().terminal(terminal).build();
    reader
        .getWidgets()
        .put(
            LineReader.CALLBACK_INIT,
            () -> {
              prompting.countDown();
              return true;
            });
    StopByCtrlC.install(reader, stopped::countDown);
  }

  @AfterEach
  void close() throws IOException {
    thread.shutdownNow();
    terminal.close();
  }

  private Future<String> prompt(String typed) throws InterruptedException {
    Future<String> line = thread.submit(() -> reader.readLine("> ", null, (Character) null, typed));
    assertThat(prompting.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return line;
  }

  @Test
  void stopsAtAnEmptyPrompt() throws Exception {
    Future<String> line = prompt("");
    terminal.raise(Signal.INT);
    assertThat(stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(line).isNotDone();
  }

  @Test
  void breaksOffALineThatIsNotEmpty() throws Exception {
    Future<String> line = prompt("metric:li");
    terminal.raise(Signal.INT);
    assertThatThrownBy(() -> line.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(UserInterruptException.class);
    assertThat(stopped.getCount()).isEqualTo(1);
  }

  @Test
  void leavesAloneWhatIsNoLineReader() {
    StopByCtrlC.install("another shell", stopped::countDown);
    assertThat(stopped.getCount()).isEqualTo(1);
  }
}
