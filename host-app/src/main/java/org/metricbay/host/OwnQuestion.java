package org.metricbay.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Asks the web server {@code GET /-/healthy} over a connection that stays open, without waiting:
 * the answer is read at the next question. Memory and a descriptor are needed only for a new
 * connection, if the one before was closed or its question was lost for want of memory.
 */
final class OwnQuestion implements Pulses.Signs {
  private static final byte[] REQUEST =
      "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] GOOD = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

  /** After so many checks without an answer the question counts as lost. */
  private static final int LOOKS = 3;

  private final Callable<?> connections;
  private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST.length).put(REQUEST);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(4096);
  private @Nullable SocketChannel channel;
  private boolean asked;
  private int looks;
  private long answers;

  OwnQuestion(Callable<?> connections) {
    this.connections = connections;
  }

  @Override
  public long count() {
    try {
      readAnswer();
      ask();
    } catch (Exception | Error e) {
      // No answer, then; the next time by another connection.
      drop();
    }
    return answers;
  }

  private void readAnswer() throws IOException {
    SocketChannel open = channel;
    if (open == null || !asked) {
      return;
    }
    answer.clear();
    int read = open.read(answer);
    looks++;
    if (read < 0 || (read == 0 && looks >= LOOKS)) {
      drop();
    } else if (read > 0) {
      asked = false;
      if (isGood(read)) {
        answers++;
      }
    }
  }

  private boolean isGood(int read) {
    boolean good = read >= GOOD.length;
    for (int i = 0; good && i < GOOD.length; i++) {
      good = answer.get(i) == GOOD[i];
    }
    return good;
  }

  private void ask() throws Exception {
    SocketChannel open = channel;
    if (open == null && connections.call() instanceof SocketChannel fresh) {
      open = fresh;
      channel = fresh;
    }
    if (open != null && !asked) {
      request.clear();
      open.write(request);
      asked = true;
      looks = 0;
    }
  }

  private void drop() {
    asked = false;
    SocketChannel old = channel;
    channel = null;
    try {
      if (old != null) {
        old.close();
      }
    } catch (IOException | Error e) {
      // It is of no use any more in any case.
      answer.clear();
    }
  }
}
