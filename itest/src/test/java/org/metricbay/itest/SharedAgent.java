package org.metricbay.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one running agent that they share, and a scraper. Around each test the scraper makes
 * sure that no scrape fails, that no counter goes back and that nothing of a healthy plugin is ever
 * missing, whatever the test does to others. After each test the folder is emptied.
 */
final class SharedAgent implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(SharedAgent.class);
  private static final String HEALTHY = "healthy.jar";

  /** Closed by JUnit when all tests are over. */
  private record Shared(Path work, PackedAgent agent) implements AutoCloseable {
    static Shared start() {
      try {
        Path work = Files.createTempDirectory("metricbay-itest");
        PackedAgent agent =
            PackedAgent.in(work)
                .with("run", "--port", "0", "--no-console")
                .conf(
                    "collect.timeout = 1",
                    "deploy.start-timeout = 2",
                    "deploy.trial-timeout = 1",
                    "deploy.quiet = 0.5")
                .start();
        agent.drop(HEALTHY, PluginJar.collector("healthy").value(42));
        agent.awaitValue("healthy_value", 42);
        agent.awaitLog(HEALTHY + ": installed"); // So that no test finds it in the log.
        return new Shared(work, agent);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      agent.close();
      try (Stream<Path> files = Files.walk(work)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static PackedAgent agent(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .getOrComputeIfAbsent("agent", key -> Shared.start(), Shared.class)
        .agent();
  }

  private static Scraper scraper(ExtensionContext context) {
    return context
        .getStore(OURS)
        .getOrComputeIfAbsent(
            "scraper",
            key ->
                Scraper.of(agent(context))
                    .require("healthy_")
                    .require("node_scrape_collector_success{collector=\"healthy\"}"),
            Scraper.class);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    agent(context).forgetLog();
    scraper(context);
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    Scraper scraper = scraper(context);
    try {
      scraper.releaseAllBut("healthy_");
      agent(context).clearAllBut(List.of(HEALTHY));
    } finally {
      scraper.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == PackedAgent.class || type == Scraper.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Scraper.class ? scraper(context) : agent(context);
  }
}
