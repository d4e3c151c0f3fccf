package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metricbay.http.testplugin.Shadow;
import org.osgi.framework.ServiceFactory;

/** Nothing that a plugin offers changes what the agent or another plugin answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PluginShadowTest {
  private static final String NAME = "org.example.shadow";
  private static final String OTHER = "org.example.other";
  private static final int CASES = 40;

  private static final List<String> OWN =
      List.of(
          "/",
          "/metrics",
          "/metrics?collect%5B%5D=stat",
          "/metrics/more",
          "/plugins",
          "/plugins/load",
          "/plugins/nope",
          "/plugins/reload",
          "/-/healthy",
          "/-/ready",
          "/nope",
          "/x",
          "/x/",
          "/x/nope",
          "/x/org.example",
          "/x/org.example.other/hello",
          "/x/org.example.other/nope",
          "//metrics",
          "/x/org.example.shadow/../../metrics",
          "/a.x");

  private static final List<String> PATTERNS =
      List.of(
          "/metrics",
          "/metrics/*",
          "/",
          "/*",
          "",
          "/../metrics",
          "/../../metrics",
          "*.x",
          "*.*",
          "//metrics",
          "/x/*",
          "/plugins/reload",
          "/-/healthy",
          "/..",
          "/%2e%2e/metrics",
          "metrics",
          "http://127.0.0.1/metrics",
          "/hello");

  private TestAgent agent;
  private TestPlugin other;
  private LogOf log;
  private Map<String, String> before;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    agent = new TestAgent(data, "127.0.0.1");
    agent.deployer.becomesReady.complete(null);
    log = new LogOf("org.metricbay.http.plugin");
    other = TestPlugin.started(agent, OTHER);
    other.say("/hello", "the other's");
    before = answers();
    assertThat(before.get("GET /metrics")).contains("node_load1 0.25");
    assertThat(before.get("GET /x/org.example.other/hello")).contains("the other's");
  }

  @AfterAll
  void stop() throws Exception {
    log.close();
    agent.close();
  }

  /** What the agent's own addresses answer: status, headers and body. */
  private Map<String, String> answers() throws Exception {
    Map<String, String> answers = new LinkedHashMap<>();
    for (String path : OWN) {
      answers.put("GET " + path, text(agent.get(path)));
    }
    answers.put("PUT /plugins/reload", text(agent.send("PUT", "/plugins/reload")));
    answers.put("OPTIONS /metrics", text(agent.send("OPTIONS", "/metrics")));
    return answers;
  }

  private static String text(HttpResponse<String> answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.remove("date");
    return answer.statusCode() + " " + headers + "\n" + answer.body();
  }

  /** What is the plugin's to answer. */
  private static Filter teapot() {
    return (request, response, chain) -> ((HttpServletResponse) response).setStatus(418);
  }

  private static TestPlugin.Answering teapotServlet() {
    return new TestPlugin.Answering((request, response) -> response.setStatus(418));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/metrics", "/", "/*", "/../metrics", "/../../metrics", "*.x", "//metrics", ""})
  void patternsLeadNowhereElse(String pattern) throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      plugin.offer(Servlet.class, teapotServlet(), Map.of("servlet.pattern", pattern));
      plugin.offer(Filter.class, teapot(), Map.of("filter.pattern", pattern));
      assertThat(answers()).isEqualTo(before);
    }
  }

  @Test
  void servletAtStarIsReached() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      plugin.offer(Servlet.class, teapotServlet(), Map.of("servlet.pattern", "/*"));
      for (String path : List.of("", "/", "/metrics", "/%2e%2e/x", "/a/b?c")) {
        int status = agent.get("/x/" + NAME + path).statusCode();
        assertThat(status).as(path).isIn(path.contains("%2e") ? List.of(404, 400) : List.of(418));
      }
      assertThat(answers()).isEqualTo(before);
    }
  }

  @Test
  void randomOffersLeadNowhereElse() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int reached = 0;
    for (int i = 0; i < CASES; i++) {
      // The first one is as it should be, as chance may give none that is.
      Map<String, Object> properties =
          i == 0 ? Map.of("servlet.pattern", "/*") : properties(random);
      try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
        switch (i == 0 ? -1 : random.nextInt(4)) {
          case 0 -> plugin.offer(Filter.class, teapot(), properties);
          case 1 -> plugin.offer(Object.class, new Object(), properties);
          default -> plugin.offer(Servlet.class, teapotServlet(), properties);
        }
        if (agent.get("/x/" + NAME + "/hello").statusCode() == 418) {
          reached++;
        }
        if (i % 4 == 0) {
          assertThat(answers()).as("seed %d, case %d: %s", seed, i, properties).isEqualTo(before);
        } else {
          String path = OWN.get(random.nextInt(OWN.size()));
          assertThat(text(agent.get(path)))
              .as("seed %d, case %d: %s at %s", seed, i, properties, path)
              .isEqualTo(before.get("GET " + path));
        }
      }
    }
    assertThat(reached).as("seed %d: reached at its own place", seed).isPositive();
    assertThat(answers()).as("seed %d, after all have gone", seed).isEqualTo(before);
  }

  private static Map<String, Object> properties(Random random) {
    Map<String, Object> properties = new HashMap<>();
    for (String name : List.of("servlet.pattern", "filter.pattern", "resource.pattern")) {
      if (random.nextInt(3) > 0) {
        properties.put(
            name,
            random
                .ints(1 + random.nextInt(3), 0, PATTERNS.size())
                .mapToObj(PATTERNS::get)
                .toArray(String[]::new));
      }
    }
    maybe(random, properties, "filter.regex", ".*");
    maybe(random, properties, "filter.servlet", "default", "metrics", "*");
    maybe(random, properties, "servlet.name", "default", "org.metricbay.http.MetricsServlet");
    maybe(random, properties, "servlet.errorPage", "404", "500", "4xx", "java.lang.Throwable");
    maybe(random, properties, "resource.prefix", "/", "/web", "/../..");
    properties.put(
        "filter.dispatcher", new String[] {"REQUEST", "ERROR", "ASYNC", "FORWARD", "INCLUDE"});
    properties.put("service.ranking", random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt());
    if (random.nextInt(5) == 0) {
      maybe(random, properties, "context.select", "(osgi.http.whiteboard.context.name=*)", "*");
      maybe(random, properties, "target", "(osgi.http.endpoint=*)", "(service.id=*)");
      maybe(random, properties, "context.name", "default");
      maybe(random, properties, "context.path", "/");
      maybe(random, properties, "listener", "true");
    }
    return properties;
  }

  private static void maybe(
      Random random, Map<String, Object> properties, String name, String... values) {
    if (random.nextInt(3) == 0) {
      properties.put(name, values[random.nextInt(values.length)]);
    }
  }

  @Test
  void whatWouldShowEverywhereIsNotTaken() throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, NAME, Shadow.class)) {
      assertThat(answers()).isEqualTo(before);
      Object found =
          plugin.context().getService(plugin.context().getServiceReference(String.class));
      assertThat(found).isEqualTo("[]");
      assertThat(log.text())
          .contains(
              "WARNING "
                  + NAME
                  + " 0.0.0: offers"
                  + " org.osgi.service.servlet.whiteboard.Preprocessor over HTTP, which is not"
                  + " served: ")
          .contains("offers org.osgi.service.servlet.context.ServletContextHelper over HTTP");
      // Nor by a servlet that asks for one of these places.
      plugin.offer(
          Servlet.class,
          teapotServlet(),
          Map.of("servlet.pattern", "/metrics", "context.select", "own"));
      assertThat(answers()).isEqualTo(before);
    }
  }

  @Test
  void listenersHearNothing() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    // Counts.
    final class Listener
        implements ServletRequestListener,
            ServletContextListener,
            HttpSessionListener,
            HttpSessionIdListener {
      @Override
      public void requestInitialized(ServletRequestEvent event) {
        heard.incrementAndGet();
      }

      @Override
      public void contextInitialized(ServletContextEvent event) {
        heard.incrementAndGet();
      }

      @Override
      public void sessionIdChanged(
          jakarta.servlet.http.HttpSessionEvent event, String oldSessionId) {
        heard.incrementAndGet();
      }
    }
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      for (Class<?> type :
          List.of(
              ServletRequestListener.class,
              ServletContextListener.class,
              HttpSessionListener.class,
              HttpSessionIdListener.class)) {
        for (Object value : List.of("true", true)) {
          plugin.offer(type, new Listener(), Map.of("listener", value));
          assertThat(log.text()).contains(NAME + " 1.0.0: offers " + type.getName());
        }
      }
      assertThat(answers()).isEqualTo(before);
      assertThat(heard).hasValue(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "jakarta.servlet.Servlet, context.select, (osgi.http.whiteboard.context.name=default)",
    "jakarta.servlet.Servlet, target, (osgi.http.endpoint=*)",
    "jakarta.servlet.Servlet, context.name, default",
    "jakarta.servlet.Servlet, context.path, /",
    "jakarta.servlet.Filter, context.select, (osgi.http.whiteboard.context.name=*)",
    "jakarta.servlet.Filter, listener, true"
  })
  void whatAsksForAnotherPlaceIsRefused(String type, String property, String value)
      throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      plugin.offer(
          type,
          (ServiceFactory<Object>) new Unused(),
          Map.of("servlet.pattern", "/hello", "filter.pattern", "/*", property, value));
      assertThat(log.text())
          .contains(
              NAME
                  + " 1.0.0: offers "
                  + type
                  + " over HTTP, which is not served: leave osgi.http.whiteboard."
                  + property
                  + " out; a plugin has one place, its own");
      assertThat(agent.get("/x/" + NAME + "/hello").statusCode()).isEqualTo(404);
      assertThat(answers()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javax.servlet.Servlet",
        "javax.servlet.Filter",
        "org.apache.felix.http.jetty.ConnectorFactory",
        "org.apache.felix.http.jetty.LoadBalancerCustomizerFactory",
        "org.osgi.service.http.whiteboard.Preprocessor",
        "org.osgi.service.http.context.ServletContextHelper"
      })
  void whatIsOfAnotherTypeIsRefused(String type) throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, NAME)) {
      Unused unused = new Unused();
      plugin.offer(
          type,
          (ServiceFactory<Object>) unused,
          Map.of("servlet.pattern", "/*", "filter.pattern", "/*", "service.ranking", 1000));
      assertThat(log.text())
          .contains(NAME + " 1.0.0: offers " + type + " over HTTP, which is not served: ");
      assertThat(answers()).isEqualTo(before);
      assertThat(unused.asked).hasValue(0);
    }
  }

  /** Counts who asks for it. */
  private static final class Unused implements ServiceFactory<Object> {
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public Object getService(
        org.osgi.framework.Bundle bundle,
        org.osgi.framework.ServiceRegistration<Object> registration) {
      asked.incrementAndGet();
      return new Object();
    }

    @Override
    public void ungetService(
        org.osgi.framework.Bundle bundle,
        org.osgi.framework.ServiceRegistration<Object> registration,
        Object service) {}
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "../metrics", "a/b", "a b", "a%2fb", "*"})
  void oddNamesHaveNoPlace(String name) throws Exception {
    try (TestPlugin plugin = TestPlugin.started(agent, name)) {
      plugin.offer(Servlet.class, teapotServlet(), Map.of("servlet.pattern", "/*"));
      assertThat(log.text()).contains("its symbolic name cannot be part of a path");
      assertThat(answers()).isEqualTo(before);
    }
  }
}
