package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plugins whose servlets throw, or are replaced; the agent and other plugins go on. */
final class PluginFailureTest extends PluginTrouble {
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
            PluginFailureTest.<RuntimeException>sneak(thrown);
          });
      plugin.offer(
          Filter.class,
          (Filter) (request, response, chain) -> PluginFailureTest.<RuntimeException>sneak(thrown),
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
