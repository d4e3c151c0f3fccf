package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleException;

/** Plugins whose servlets throw, hang or never end; the agent and other plugins go on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class PluginTroubleTest {
  private static final String NAME = "org.example.trouble";
  private static final String AT = "/x/" + NAME;
  private static final int AT_ONCE = 4;

  private final CountDownLatch end = new CountDownLatch(1);
  private TestAgent agent;
  private TestPlugin other;
  private LogOf log;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    agent = new TestAgent(data, "127.0.0.1");
    agent.deployer.becomesReady.complete(null);
    log = new LogOf("org.metricbay.http.plugin");
    other = TestPlugin.started(agent, "org.example.other");
    other.say("/hello", "the other's");
  }

  @AfterAll
  void stop() throws Exception {
    end.countDown();
    log.close();
    agent.close();
  }

  private void othersGoOn() throws Exception {
    assertThat(agent.get("/metrics").statusCode()).isEqualTo(200);
    assertThat(agent.get("/plugins").statusCode()).isEqualTo(200);
    assertThat(agent.get("/x/org.example.other/hello").body()).isEqualTo("the other's");
  }

  private void await(String what, Supplier<Boolean> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!wanted.get()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      assertThat(end.await(5, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private static List<Throwable> thrown() {
    // Cannot even say what it is.
    final class Mute extends RuntimeException {
      private static final long serialVersionUID = 1L;

      @Override
      public String getMessage() {
        throw new IllegalStateException("mute");
      }
    }
    return List.of(
        new IllegalStateException("first line\nsecond line\u001b[31m"),
        new IOException("disk"),
        new OutOfMemoryError("made up"),
        new StackOverflowError(),
        new NoClassDefFoundError("org/example/Missing"),
        new Mute());
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void failureCostsItsAnswerOnly(Throwable thrown) throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      plugin.serve(
          "/throw",
          (request, response) -> {
            response.getWriter().print("half");
            PluginTroubleTest.<RuntimeException>sneak(thrown);
          });
      plugin.offer(
          Filter.class,
          (Filter) (request, response, chain) -> PluginTroubleTest.<RuntimeException>sneak(thrown),
          Map.of("filter.pattern", "/filtered"));
      plugin.say("/filtered", "never");
      for (String path : List.of("/throw", "/filtered")) {
        HttpResponse<String> answer = agent.get(AT + path);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("the plugin failed; the agent's log says more\n");
      }
      othersGoOn();
    }
    assertThat(log.text())
        .contains(NAME + " 1.0.0: its Servlet failed: ")
        .contains(NAME + " 1.0.0: its Filter failed: ")
        .doesNotContain("\u001b");
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private void hang(boolean interruptible) {
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

  /** Asks so often that one more is too many, and sees that it is told. */
  private void useUp(String path) throws Exception {
    List<CompletableFuture<HttpResponse<String>>> hanging = new ArrayList<>();
    CompletableFuture<HttpResponse<String>> refused = new CompletableFuture<>();
    await(
        "a refusal",
        () -> {
          for (CompletableFuture<HttpResponse<String>> one : hanging) {
            if (one.isDone() && !one.isCompletedExceptionally()) {
              refused.complete(one.join());
              return true;
            }
          }
          if (hanging.size() < AT_ONCE + 1) {
            hanging.add(agent.getLater(path));
          }
          return false;
        });
    assertThat(refused.join().statusCode()).isEqualTo(503);
    assertThat(refused.join().headers().firstValue("Retry-After")).contains("1");
    assertThat(refused.join().body()).contains("busy");
    assertThat(hanging).hasSize(AT_ONCE + 1);
  }

  @Test
  void hangingServletIsBoundedAndCanBeRemoved() throws Exception {
    for (boolean interruptible : new boolean[] {true, false}) {
      try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
        plugin.serve("/hang", (request, response) -> hang(interruptible));
        plugin.say("/good", "good");
        assertThat(agent.get(AT + "/good").body()).isEqualTo("good");
        useUp(AT + "/hang");
        assertThat(agent.get(AT + "/good").statusCode()).isEqualTo(503);
        othersGoOn();
      }
      assertThat(agent.get(AT + "/hang").statusCode()).isEqualTo(404);
      assertThat(log.text()).contains(NAME + " 1.0.0 goes while its Servlet is still answering");
      othersGoOn();
    }
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      plugin.say("/good", "good again");
      assertThat(agent.get(AT + "/good").body()).isEqualTo("good again");
    }
  }

  /** More than the server has threads for its own work. */
  @Test
  void manyHangingPluginsHoldUpNobodyElse() throws Exception {
    List<TestPlugin> plugins = new ArrayList<>();
    try {
      for (int i = 0; i < 9; i++) {
        TestPlugin plugin = TestPlugin.started(agent, NAME + i);
        plugins.add(plugin);
        plugin.serve("/hang", (request, response) -> hang(true));
        useUp("/x/" + NAME + i + "/hang");
      }
      othersGoOn();
    } finally {
      plugins.stream()
          .map(plugin -> CompletableFuture.runAsync(() -> remove(plugin)))
          .toList()
          .forEach(CompletableFuture::join);
    }
    othersGoOn();
  }

  private static void remove(TestPlugin plugin) {
    try {
      plugin.bundle().uninstall();
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void servletThatHangsInInitOrDestroyCanBeRemoved() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      plugin.offer(
          Servlet.class,
          new HttpServlet() {
            @Override
            public void init(ServletConfig config) {
              hang(false);
            }
          },
          Map.of("servlet.pattern", "/init"));
      useUp(AT + "/init");
      othersGoOn();
    }
    assertThat(agent.get(AT + "/init").statusCode()).isEqualTo(404);
    long begin = System.nanoTime();
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      plugin.offer(
          Servlet.class,
          new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) {}

            @Override
            public void destroy() {
              hang(false);
            }
          },
          Map.of("servlet.pattern", "/destroy"));
      assertThat(agent.get(AT + "/destroy").statusCode()).isEqualTo(200);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    assertThat(log.text()).contains(NAME + " 1.0.0 goes while its Servlet is still ending");
    othersGoOn();
  }

  @Test
  void initThatFailsIsTriedAgain() throws Exception {
    AtomicBoolean good = new AtomicBoolean();
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      plugin.offer(
          Servlet.class,
          new HttpServlet() {
            @Override
            public void init() {
              if (!good.get()) {
                throw new IllegalStateException("not yet");
              }
            }

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
              response.getWriter().print(getServletContext().getContextPath());
            }
          },
          Map.of("servlet.pattern", "/init"));
      assertThat(agent.get(AT + "/init").statusCode()).isEqualTo(500);
      good.set(true);
      assertThat(agent.get(AT + "/init").body()).isEqualTo(AT);
    }
  }

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

  private Socket unread(String path) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.port());
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
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

  @Test
  void newVersionIsThereWithoutAMoment() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<String> faults = new java.util.concurrent.CopyOnWriteArrayList<>();
    TestPlugin last = null;
    List<CompletableFuture<Void>> askers = new ArrayList<>();
    try {
      for (int version = 1; version <= 20; version++) {
        TestPlugin fresh = TestPlugin.installed(agent, NAME, version + ".0.0");
        agent.trials().staged(fresh.bundle());
        fresh.bundle().start();
        fresh.say("/v", Integer.toString(version));
        agent.trials().promoted(fresh.bundle());
        if (last == null) {
          for (int i = 0; i < 3; i++) {
            askers.add(CompletableFuture.runAsync(() -> ask(over, faults)));
          }
        } else {
          last.close();
        }
        last = fresh;
        String now = Integer.toString(version);
        assertThat(agent.get(AT + "/v").body()).isEqualTo(now);
      }
    } finally {
      over.set(true);
      askers.forEach(CompletableFuture::join);
      if (last != null) {
        last.close();
      }
    }
    assertThat(faults).isEmpty();
  }

  private void ask(AtomicBoolean over, List<String> faults) {
    int highest = 0;
    while (!over.get()) {
      try {
        HttpResponse<String> answer = agent.get(AT + "/v");
        int version = answer.statusCode() == 200 ? Integer.parseInt(answer.body()) : -1;
        if (version < highest) {
          faults.add(answer.statusCode() + " " + answer.body() + " after " + highest);
        }
        highest = Math.max(highest, version);
      } catch (IOException | InterruptedException e) {
        faults.add(e.toString());
      }
    }
  }

  @Test
  void interruptAndClassLoaderOfAPluginStayWithIt() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      plugin.serve(
          "/loader",
          (request, response) -> {
            Thread.currentThread().interrupt();
            response.getWriter().print(Thread.currentThread().getContextClassLoader());
          });
      assertThat(agent.get(AT + "/loader").body()).contains(NAME);
      othersGoOn();
    }
  }
}
