package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Plugins whose answers never end; the agent and other plugins go on. */
final class PluginStreamTest extends PluginTrouble {
  @Test
  void servletThatWritesForEverEndsWithItsPlugin() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      AtomicBoolean over = new AtomicBoolean();
      plugin.serve(
          "/endless",
          (request, response) -> {
            byte[] some = new byte[1 << 16];
            try {
              while (true) {
                response.getOutputStream().write(some);
              }
            } finally {
              over.set(true);
            }
          });
      List<Socket> readers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        readers.add(unread(AT + "/endless"));
      }
      await("a refusal", () -> status(AT + "/endless") == 503);
      othersGoOn();
      plugin.bundle().uninstall();
      assertThat(agent.get(AT + "/endless").statusCode()).isEqualTo(404);
      for (Socket reader : readers) {
        reader.close();
      }
      await("the end of the writing", over::get);
      othersGoOn();
    }
  }

  private int status(String path) {
    try (Socket socket = unread(path)) {
      socket.setSoTimeout(10_000);
      byte[] begin = new byte[12];
      int read = socket.getInputStream().readNBytes(begin, 0, begin.length);
      return read < 12 ? 0 : Integer.parseInt(new String(begin, 9, 3, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return 0;
    }
  }

  /** Writes as long as the client takes it. */
  private record Endless(AsyncContext async, ServletOutputStream out) implements WriteListener {
    @Override
    public void onWritePossible() throws IOException {
      byte[] some = new byte[1 << 14];
      while (out.isReady()) {
        out.write(some);
      }
    }

    @Override
    public void onError(Throwable e) {
      async.complete();
    }
  }

  private static void stream(TestPlugin plugin, String pattern) {
    plugin.offer(
        Servlet.class,
        new TestPlugin.Answering(
            (request, response) -> {
              AsyncContext async = request.startAsync();
              async.setTimeout(0);
              ServletOutputStream out = response.getOutputStream();
              out.setWriteListener(new Endless(async, out));
            }),
        Map.of("servlet.pattern", pattern, "servlet.asyncSupported", true));
  }

  @Test
  void streamsEndWithTheirPluginAlsoWhenNobodyReads() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      stream(plugin, "/stream");
      List<Socket> readers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        readers.add(unread(AT + "/stream"));
      }
      for (Socket reader : readers) {
        reader.setSoTimeout(10_000);
        assertThat(reader.getInputStream().readNBytes(1 << 18)).hasSize(1 << 18);
      }
      othersGoOn();
      plugin.bundle().uninstall();
      for (Socket reader : readers) {
        // All that comes is what was on its way.
        InputStream in = reader.getInputStream();
        byte[] some = new byte[1 << 16];
        int read = 0;
        try {
          while (read >= 0) {
            read = in.read(some);
          }
        } catch (java.net.SocketException e) {
          // Or cut off.
        }
        reader.close();
      }
      othersGoOn();
    }
  }

  @Test
  void hangingWriteListenersHoldUpNobodyElse() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      plugin.offer(
          Servlet.class,
          new TestPlugin.Answering(
              (request, response) -> {
                AsyncContext async = request.startAsync();
                async.setTimeout(0);
                response
                    .getOutputStream()
                    .setWriteListener(
                        new WriteListener() {
                          @Override
                          public void onWritePossible() {
                            hang(false);
                          }

                          @Override
                          public void onError(Throwable e) {}
                        });
              }),
          Map.of("servlet.pattern", "/stuck", "servlet.asyncSupported", true));
      List<Socket> readers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        readers.add(unread(AT + "/stuck"));
      }
      othersGoOn();
      for (Socket reader : readers) {
        reader.close();
      }
    }
    othersGoOn();
  }
}
