package org.metricbay.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.UnknownCollectorException;
import org.metricbay.core.deploy.Deployer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /plugins/NAME}: collects from one plugin, and shows it with its metrics. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/plugins/*")
public final class PluginServlet extends Endpoint {
  private static final long serialVersionUID = 1L;

  private final transient CollectionEngine engine;
  private final transient Deployer deployer;

  /** Takes the engine, which collects, and the deployer, which knows the files. */
  @Activate
  public PluginServlet(@Reference CollectionEngine engine, @Reference Deployer deployer) {
    this.engine = engine;
    this.deployer = deployer;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = request.getPathInfo();
    String name = path == null ? "" : path.substring(1);
    CollectorResult result;
    try {
      result = engine.collect(CollectRequest.only(name)).result(name).orElse(null);
    } catch (UnknownCollectorException e) {
      Answers.json(response, 404, new Json().with("error", String.valueOf(e.getMessage())));
      return;
    }
    if (result == null) {
      String gone = "the plugin \"" + name + "\" went away meanwhile: ask again";
      Answers.json(response, 404, new Json().with("error", gone));
      return;
    }
    Json plugin = Reports.plugin(result.status(), deployer.files());
    Answers.json(response, 200, plugin.with("metrics", MetricReports.families(result.families())));
  }
}
