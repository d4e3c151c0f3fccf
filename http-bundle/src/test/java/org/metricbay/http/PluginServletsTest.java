package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceRegistration;

/** Where plugins' servlets, filters and resources are, and when. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PluginServletsTest {
  private TestAgent agent;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    agent = new TestAgent(data, "127.0.0.1");
    agent.deployer.becomesReady.complete(null);
  }

  @AfterAll
  void stop() throws Exception {
    agent.close();
  }

  private int status(String path) throws Exception {
    return agent.get(path).statusCode();
  }

  private String body(String path) throws Exception {
    HttpResponse<String> answer = agent.get(path);
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void servletIsBelowItsBundlesNameOnly() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, "org.example.hello")) {
      plugin.say("/hello", "hello");
      assertThat(body("/x/org.example.hello/hello")).isEqualTo("hello");
      for (String path :
          List.of(
              "/hello",
              "/x/hello",
              "/x/org.example.hello",
              "/x/org.example.hello/",
              "/x/org.example.hello/other",
              "/x/org.example.hello/hello/below",
              "/x/org.example/hello",
              "/x/org.example.hello.more/hello",
              "/x/",
              "/x")) {
        assertThat(status(path)).as(path).isEqualTo(404);
      }
    }
    assertThat(status("/x/org.example.hello/hello")).isEqualTo(404);
  }

  @Test
  void itComesAndGoesWithTheServiceAndTheBundle() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, "org.example.comes")) {
      ServiceRegistration<?> one = plugin.say("/one", "1");
      plugin.say("/two", "2");
      assertThat(body("/x/org.example.comes/one")).isEqualTo("1");
      one.unregister();
      assertThat(status("/x/org.example.comes/one")).isEqualTo(404);
      assertThat(body("/x/org.example.comes/two")).isEqualTo("2");
      plugin.bundle().stop();
      assertThat(status("/x/org.example.comes/two")).isEqualTo(404);
      plugin.bundle().start();
      plugin.say("/two", "again");
      assertThat(body("/x/org.example.comes/two")).isEqualTo("again");
    }
  }

  @Test
  void littleOfItsAnswerIsGatheredUnlessItSetsMore() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, "org.example.size")) {
      plugin.serve(
          "/size",
          (request, response) -> {
            int before = response.getBufferSize();
            response.setBufferSize(1 << 16);
            response.getWriter().print(before + " " + response.getBufferSize());
          });
      assertThat(body("/x/org.example.size/size")).isEqualTo("8192 65536");
    }
  }

  @Test
  void changedPropertiesMoveIt() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, "org.example.moves")) {
      ServiceRegistration<?> moved = plugin.say("/from", "it");
      assertThat(body("/x/org.example.moves/from")).isEqualTo("it");
      moved.setProperties(
          org.osgi.framework.FrameworkUtil.asDictionary(
              Map.of("osgi.http.whiteboard.servlet.pattern", "/to")));
      assertThat(body("/x/org.example.moves/to")).isEqualTo("it");
      assertThat(status("/x/org.example.moves/from")).isEqualTo(404);
    }
  }

  @Test
  void ofTwoNamesThatBeginAlikeEachHasItsOwn() throws Exception {
    try (TestPlugin shorter = TestPlugin.started(agent, "org.example");
        TestPlugin longer = TestPlugin.started(agent, "org.example.a")) {
      shorter.say("/*", "shorter");
      longer.say("/*", "longer");
      assertThat(body("/x/org.example/hello")).isEqualTo("shorter");
      assertThat(body("/x/org.example.a/hello")).isEqualTo("longer");
      assertThat(status("/x/org.example.ab/hello")).isEqualTo(404);
    }
  }

  @Test
  void filterSeesItsOwnPluginsRequestsOnly() throws Exception {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    try (TestPlugin plugin = TestPlugin.started(agent, "org.example.filter");
        TestPlugin other = TestPlugin.started(agent, "org.example.filtered")) {
      Filter filter =
          (request, response, chain) -> {
            seen.add(((HttpServletRequest) request).getRequestURI());
            chain.doFilter(request, response);
          };
      plugin.offer(
          Filter.class, filter, Map.of("filter.pattern", "/*", "service.ranking", 1_000_000));
      plugin.say("/hello", "mine");
      other.say("/hello", "theirs");
      assertThat(body("/x/org.example.filter/hello")).isEqualTo("mine");
      assertThat(body("/x/org.example.filtered/hello")).isEqualTo("theirs");
      assertThat(status("/metrics")).isEqualTo(200);
      assertThat(status("/")).isEqualTo(200);
      assertThat(status("/x/none")).isEqualTo(404);
      assertThat(seen).containsExactly("/x/org.example.filter/hello");
    }
  }

  @Test
  void serviceThatIsBothServletAndFilterIsBoth() throws Exception {
    // Both.
    final class Both extends jakarta.servlet.http.HttpServlet implements Filter {
      private static final long serialVersionUID = 1L;

      @Override
      public void init(jakarta.servlet.FilterConfig config) {}

      @Override
      protected void doGet(
          HttpServletRequest request, jakarta.servlet.http.HttpServletResponse response)
          throws java.io.IOException {
        response.getWriter().print("served");
      }

      @Override
      public void doFilter(
          ServletRequest request,
          jakarta.servlet.ServletResponse response,
          jakarta.servlet.FilterChain chain)
          throws java.io.IOException, jakarta.servlet.ServletException {
        response.getWriter().print("filtered and ");
        chain.doFilter(request, response);
      }
    }
    try (TestPlugin plugin = TestPlugin.started(agent, "org.example.both")) {
      plugin
          .context()
          .registerService(
              new String[] {Servlet.class.getName(), Filter.class.getName()},
              new Both(),
              org.osgi.framework.FrameworkUtil.asDictionary(
                  Map.of(
                      "osgi.http.whiteboard.servlet.pattern",
                      "/it",
                      "osgi.http.whiteboard.filter.pattern",
                      "/*")));
      assertThat(body("/x/org.example.both/it")).isEqualTo("filtered and served");
    }
  }

  @Test
  void resourcesAreThePluginsOwn() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, "org.example.files")) {
      plugin.offer(
          Object.class,
          new Object(),
          Map.of("resource.pattern", "/files/*", "resource.prefix", "/web"));
      assertThat(body("/x/org.example.files/files/page.txt")).isEqualTo("a page\n");
      assertThat(status("/x/org.example.files/files/nope.txt")).isEqualTo(404);
      assertThat(status("/files/page.txt")).isEqualTo(404);
      assertThat(status("/x/org.example.files/files/../../../metrics")).isIn(200, 400, 404);
    }
    assertThat(status("/x/org.example.files/files/page.txt")).isEqualTo(404);
  }

  @Test
  void onTrialItIsNotSeenAndTheFormerStillIs() throws Exception {
    try (TestPlugin old = TestPlugin.started(agent, "org.example.trial");
        TestPlugin fresh = TestPlugin.installed(agent, "org.example.trial", "2.0.0")) {
      old.say("/v", "old");
      old.say("/only-old", "old");
      agent.trials().staged(fresh.bundle());
      fresh.bundle().start();
      fresh.say("/v", "fresh");
      fresh.say("/only-fresh", "fresh");
      assertThat(body("/x/org.example.trial/v")).isEqualTo("old");
      assertThat(status("/x/org.example.trial/only-fresh")).isEqualTo(404);
      agent.trials().promoted(fresh.bundle());
      assertThat(body("/x/org.example.trial/v")).isEqualTo("fresh");
      assertThat(body("/x/org.example.trial/only-fresh")).isEqualTo("fresh");
      assertThat(body("/x/org.example.trial/only-old")).isEqualTo("old");
      old.bundle().stop();
      assertThat(body("/x/org.example.trial/v")).isEqualTo("fresh");
      assertThat(status("/x/org.example.trial/only-old")).isEqualTo(404);
      fresh.say("/late", "late");
      assertThat(body("/x/org.example.trial/late")).isEqualTo("late");
    }
  }

  @Test
  void writesAreGuardedAndAnswersSayWhatBrowsersMust() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, "org.example.guarded")) {
      List<String> calls = new ArrayList<>();
      plugin.serve(
          "/it",
          (request, response) -> {
            calls.add(request.getMethod());
            response.getWriter().print("done");
          });
      String path = "/x/org.example.guarded/it";
      assertThat(agent.send("POST", path, "Origin", "https://example.com").statusCode())
          .isEqualTo(403);
      assertThat(agent.send("POST", path, "Sec-Fetch-Site", "cross-site").statusCode())
          .isEqualTo(403);
      assertThat(agent.send("GET", path, "Host", "evil.example").statusCode()).isEqualTo(403);
      assertThat(calls).isEmpty();
      HttpResponse<String> done = agent.send("POST", path);
      assertThat(done.statusCode()).isEqualTo(200);
      assertThat(calls).containsExactly("POST");
      assertThat(done.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(done.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'self'")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(done.headers().firstValue("Server")).isEmpty();
    }
  }

  @Test
  void pluginSeesNoLogin() throws Exception {
    String secret = "Bearer c2VjcmV0LXRva2Vu";
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    try (TestPlugin plugin = TestPlugin.started(agent, "org.example.spy")) {
      plugin.offer(
          Filter.class,
          (Filter)
              (request, response, chain) -> {
                seen.add(all(request));
                chain.doFilter(request, response);
              },
          Map.of("filter.pattern", "/*"));
      plugin.serve("/spy", (request, response) -> seen.add(all(request)));
      assertThat(
              agent
                  .get("/x/org.example.spy/spy", "Authorization", secret, "X-Known", "header")
                  .statusCode())
          .isEqualTo(200);
    }
    assertThat(seen).hasSize(2);
    assertThat(String.join("\n", seen))
        .contains("x-known=header")
        .doesNotContain("c2VjcmV0")
        .doesNotContain("authorization");
  }

  /** All that the servlet API tells of a request, and of what it wraps. */
  private static String all(ServletRequest given) {
    StringBuilder text = new StringBuilder();
    for (ServletRequest request = given;
        request != null;
        request = request instanceof ServletRequestWrapper outer ? outer.getRequest() : null) {
      HttpServletRequest http = (HttpServletRequest) request;
      for (String name : Collections.list(http.getHeaderNames())) {
        text.append(name.toLowerCase(java.util.Locale.ROOT)).append('=');
        text.append(Collections.list(http.getHeaders(name))).append('\n');
      }
      text.append(http.getHeader("Authorization")).append(http.getAuthType());
      for (String name : Collections.list(http.getAttributeNames())) {
        text.append(name).append('=').append(http.getAttribute(name)).append('\n');
      }
    }
    return text.toString().replace("[header]", "header");
  }

  @Test
  void thereAreNoSessions() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, "org.example.session");
        LogOf log = new LogOf("org.metricbay.http.plugin")) {
      plugin.serve("/have", (request, response) -> request.getSession());
      plugin.serve(
          "/ask", (request, response) -> response.getWriter().print(request.getSession(false)));
      assertThat(status("/x/org.example.session/have")).isEqualTo(500);
      assertThat(log.text()).contains("there are no sessions");
      HttpResponse<String> asked = agent.get("/x/org.example.session/ask");
      assertThat(asked.body()).isEqualTo("null");
      assertThat(asked.headers().firstValue("Set-Cookie")).isEmpty();
    }
  }
}
