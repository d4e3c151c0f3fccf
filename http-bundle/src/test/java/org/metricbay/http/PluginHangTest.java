package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;

/** Plugins whose servlets hang; the agent and other plugins go on. */
final class PluginHangTest extends PluginTrouble {
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
}
