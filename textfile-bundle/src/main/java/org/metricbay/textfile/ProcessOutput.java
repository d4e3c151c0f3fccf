package org.metricbay.textfile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Reads what a process writes, on a thread of its own, and keeps the beginning. It reads to the
 * end, so that the process can write all it wants.
 */
final class ProcessOutput {
  private final Thread thread;
  private final InputStream in;
  private final int most;
  private final Runnable onTooMuch;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private volatile boolean tooMuch;

  /**
   * Starts to read.
   *
   * @param most how many bytes are kept
   * @param onTooMuch told once when there are more
   */
  ProcessOutput(InputStream in, int most, Runnable onTooMuch) {
    this.in = in;
    this.most = most;
    this.onTooMuch = onTooMuch;
    thread = new Thread(this::read, "metricbay-script-output");
    thread.setDaemon(true);
  }

  ProcessOutput start() {
    thread.start();
    return this;
  }

  private void read() {
    byte[] buffer = new byte[8 << 10];
    try (in) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int room = most - kept.size();
        kept.write(buffer, 0, Math.min(n, room));
        if (n > room && !tooMuch) {
          tooMuch = true;
          onTooMuch.run();
        }
      }
    } catch (IOException killed) {
      // Its pipe has gone.
    }
  }

  /** Waits for the end of the output, and gives what was kept. */
  byte[] awaitEnd(Duration limit) throws InterruptedException, IOException {
    thread.join(limit.toMillis());
    if (thread.isAlive()) {
      throw new IOException("something that it has started still holds its output open");
    }
    return kept.toByteArray();
  }

  boolean isTooMuch() {
    return tooMuch;
  }
}
