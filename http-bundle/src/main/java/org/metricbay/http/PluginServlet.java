package org.metricbay.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.UnknownCollectorException;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.http.server.HttpThreads;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /plugins/NAME}: collects from one collector, and shows it with its metrics. */
@Component(service = Servlet.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@HttpWhiteboardServletPattern("/plugins/*")
@HttpWhiteboardServletAsyncSupported
public final class PluginServlet extends AgentServlet {
  private static final long serialVersionUID = 1L;

  private final transient CollectionEngine engine;
  private final transient Deployer deployer;
  private final transient HttpThreads threads;

  /** Takes the engine, which collects, and the deployer, which knows the files. */
  @Activate
  public PluginServlet(
      @Reference CollectionEngine engine,
      @Reference Deployer deployer,
      @Reference HttpThreads threads) {
    this.engine = engine;
    this.deployer = deployer;
    this.threads = threads;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) {
    String path = request.getPathInfo();
    String name = path == null ? "" : path.substring(1);
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    threads.afterwards(() -> collect(name, async));
  }

  private void collect(String name, AsyncContext async) {
    try {
      engine.collect(
          CollectRequest.only(name),
          (snapshot, failure) -> end(async, response -> show(name, snapshot, failure, response)));
    } catch (UnknownCollectorException e) {
      end(async, response -> notFound(String.valueOf(e.getMessage()), response));
    }
  }

  private void show(
      String name,
      @Nullable Snapshot snapshot,
      @Nullable Throwable failure,
      HttpServletResponse response)
      throws IOException {
    if (snapshot == null) {
      throw new IllegalStateException(String.valueOf(failure), failure);
    }
    CollectorResult result = snapshot.result(name).orElse(null);
    if (result == null) {
      notFound("the plugin \"" + name + "\" went away meanwhile: ask again", response);
      return;
    }
    Json plugin = Reports.plugin(result.status(), deployer.files());
    Answers.json(response, 200, plugin.with("metrics", MetricReports.families(result.families())));
  }

  private static void notFound(String why, HttpServletResponse response) throws IOException {
    Answers.json(response, 404, new Json().with("error", why));
  }
}
