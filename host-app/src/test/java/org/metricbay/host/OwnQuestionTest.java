package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnQuestionTest {
  private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private ServerSocketChannel server;
  private SocketChannel answerer;

  @BeforeEach
  void listen() throws IOException {
    server =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    // Until one has come.
    answerer = SocketChannel.open();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    answerer.close();
  }

  private SocketChannel connect() throws IOException {
    SocketChannel asker = SocketChannel.open(server.getLocalAddress());
    if (!answerer.isConnected()) {
      answerer.close();
    }
    answerer = server.accept();
    asker.configureBlocking(false);
    return asker;
  }

  /** Waits for one question, and answers it. */
  private void answer(OwnQuestion question, String text) throws IOException {
    StringBuilder asked = new StringBuilder();
    await()
        .until(
            () -> {
              question.count();
              return received(asked).endsWith("\r\n\r\n");
            });
    assertThat(asked.toString()).isEqualTo("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n");
    answerer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private String received(StringBuilder before) throws IOException {
    ByteBuffer question = ByteBuffer.allocate(1000);
    answerer.configureBlocking(false);
    answerer.read(question);
    return before.append(StandardCharsets.US_ASCII.decode(question.flip())).toString();
  }

  @Test
  void countsGoodAnswersOnly() throws IOException {
    OwnQuestion question = new OwnQuestion(this::connect);
    assertThat(question.count()).isZero();
    assertThat(question.count()).isZero();
    answer(question, GOOD);
    await().until(question::count, count -> count == 1);
    answer(question, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
    answer(question, GOOD);
    await().until(question::count, count -> count == 2);
  }

  @Test
  void asksByAnotherConnectionWhereOneWasClosed() throws IOException {
    OwnQuestion question = new OwnQuestion(this::connect);
    assertThat(question.count()).isZero();
    SocketChannel first = answerer;
    first.close();
    await()
        .until(
            () -> {
              question.count();
              return answerer != first;
            });
    answer(question, GOOD);
    await().until(question::count, count -> count == 1);
  }

  @Test
  void asksByAnotherConnectionWhereTheQuestionWasLost() throws IOException {
    OwnQuestion question = new OwnQuestion(this::connect);
    assertThat(question.count()).isZero();
    SocketChannel first = answerer;
    for (int i = 0; i < 3; i++) {
      assertThat(question.count()).isZero();
    }
    assertThat(answerer).isNotSameAs(first);
    answer(question, GOOD);
    await().until(question::count, count -> count == 1);
    first.close();
  }

  @Test
  void isSilentWhereThereIsNoConnection() throws IOException {
    OwnQuestion question =
        new OwnQuestion(
            () -> {
              throw new OutOfMemoryError("made up");
            });
    assertThat(question.count()).isZero();
    assertThat(question.count()).isZero();
    connect().close();
  }

  @Test
  void allocatesNothing() throws IOException {
    OwnQuestion question = new OwnQuestion(this::connect);
    question.count();
    answer(question, GOOD);
    await().until(question::count, count -> count == 1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (int i = 0; i < 50; i++) {
      answer(question, GOOD);
      long before = threads.getCurrentThreadAllocatedBytes();
      question.count();
      sum += threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(sum).isLessThan(1000);
  }
}
