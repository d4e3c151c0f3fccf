package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent with a plugin that is well beside the one in trouble. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class PluginTrouble {
  static final String NAME = "org.example.trouble";
  static final String AT = "/x/" + NAME;
  static final int AT_ONCE = 4;

  final CountDownLatch end = new CountDownLatch(1);
  TestAgent agent;
  TestPlugin other;
  LogOf log;

  @BeforeAll
  void startAgent(@TempDir Path data) throws Exception {
    agent = new TestAgent(data, "127.0.0.1");
    agent.deployer.becomesReady.complete(null);
    log = new LogOf("org.metricbay.http.plugin");
    other = TestPlugin.started(agent, "org.example.other");
    other.say("/hello", "the other's");
  }

  @AfterAll
  void stopAgent() throws Exception {
    end.countDown();
    log.close();
    agent.close();
  }

  void othersGoOn() throws Exception {
    assertThat(agent.get("/metrics").statusCode()).isEqualTo(200);
    assertThat(agent.get("/plugins").statusCode()).isEqualTo(200);
    assertThat(agent.get("/x/org.example.other/hello").body()).isEqualTo("the other's");
  }

  void await(String what, Supplier<Boolean> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!wanted.get()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      assertThat(end.await(5, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  void hang(boolean interruptible) {
    while (true) {
      try {
        end.await();
        return;
      } catch (InterruptedException e) {
        if (interruptible) {
          return;
        }
      }
    }
  }

  Socket unread(String path) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.port());
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
