package org.metricbay.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.http.webconfig.WebConfiguration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /plugins}: all collectors and all files in the folder. */
@Component(service = Servlet.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@HttpWhiteboardServletPattern("/plugins")
public final class PluginsServlet extends AgentServlet {
  private static final long serialVersionUID = 1L;

  private final transient CollectionEngine engine;
  private final transient Deployer deployer;
  private final transient WebConfiguration configuration;
  private final transient AgentStatus status;

  /** Takes those that know the plugins, the files and the web configuration. */
  @Activate
  public PluginsServlet(
      @Reference CollectionEngine engine,
      @Reference Deployer deployer,
      @Reference WebConfiguration configuration,
      @Reference AgentStatus status) {
    this.engine = engine;
    this.deployer = deployer;
    this.configuration = configuration;
    this.status = status;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Json overview = Reports.overview(engine.collectors(), deployer.files());
    Reports.addStatus(overview, status);
    configuration.file().ifPresent(file -> overview.with("webConfig", webConfig(file)));
    Answers.json(response, 200, overview);
  }

  private Json webConfig(Path file) {
    return new Json()
        .with("file", file.toString())
        .with("good", configuration.problem().isEmpty())
        .with("problem", configuration.problem());
  }
}
