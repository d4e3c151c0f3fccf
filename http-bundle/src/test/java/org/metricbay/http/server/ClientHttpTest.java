package org.metricbay.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.LocalConnector.LocalEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many requests in advance; all is done by the test's own thread. */
class ClientHttpTest {
  private static final int MOST = 30;

  private final Server server = new Server();
  private final Local connector = new Local(server);
  private final Queue<Callback> asked = new ArrayDeque<>();

  /**
   * Takes a connection when the test says so: what Jetty begins at the start, to take them, is not.
   */
  private static final class Local extends LocalConnector {
    Local(Server server) {
      super(
          server,
          task -> {
            if (server.isStarted()) {
              task.run();
            }
          },
          null,
          null,
          1,
          new ClientHttp(new HttpConfiguration()));
    }

    LocalEndPoint accepted() throws Exception {
      LocalEndPoint client = connect();
      accept(0);
      return client;
    }
  }

  @BeforeEach
  void start() throws Exception {
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            return asked.add(callback);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private LocalEndPoint ask(int requests) throws Exception {
    LocalEndPoint client = connector.accepted();
    client.addInputAndExecute("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(requests));
    return client;
  }

  @Test
  void nobodyIsAnsweredOnceTheConnectionIsClosed() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      int requests = 1 + random.nextInt(MOST);
      int last = random.nextInt(MOST);
      boolean closes = random.nextBoolean();
      boolean fails = random.nextBoolean();
      LocalEndPoint client = ask(requests);
      int answered = 0;
      for (Callback one = asked.poll(); one != null; one = asked.poll()) {
        answered++;
        if (answered - 1 == last && closes) {
          client.close();
        }
        if (answered - 1 == last && fails) {
          one.failed(new QuietException.Exception("made up")); // Which closes it, too.
        } else {
          one.succeeded();
        }
      }
      boolean closed = (closes || fails) && last < requests;
      assertThat(answered)
          .as("seed %d, round %d", seed, round)
          .isEqualTo(closed ? last + 1 : requests);
      client.close();
    }
  }

  @Test
  void aRequestMayBeLongerThanWhatIsKept() throws Exception {
    LocalEndPoint client = connector.accepted();
    String filler = "X-Filler: " + "x".repeat(6000) + "\r\n";
    client.addInputAndExecute("GET / HTTP/1.1\r\nHost: localhost\r\n" + filler + "\r\n");
    assertThat(asked).hasSize(1);
    asked.remove().succeeded();
    assertThat(client.getResponse()).startsWith("HTTP/1.1 200 ");
  }
}
