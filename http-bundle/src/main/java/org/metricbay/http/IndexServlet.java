package org.metricbay.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.Deployer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code GET /}: a page for people. Has all paths that no other servlet has, and says that nothing
 * is there. (The pattern for the root alone is empty, which a component's description cannot say.)
 */
@Component(service = Servlet.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@HttpWhiteboardServletPattern("/")
public final class IndexServlet extends AgentServlet {
  private static final long serialVersionUID = 1L;

  private final transient CollectionEngine engine;
  private final transient Deployer deployer;
  private final transient AgentStatus status;

  /** Takes those that know the plugins, the files, and what else is wrong. */
  @Activate
  public IndexServlet(
      @Reference CollectionEngine engine,
      @Reference Deployer deployer,
      @Reference AgentStatus status) {
    this.engine = engine;
    this.deployer = deployer;
    this.status = status;
  }

  @Override
  boolean exists(HttpServletRequest request) {
    return request.getRequestURI().equals("/");
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader("Content-Security-Policy", IndexPage.POLICY);
    Answers.html(response, IndexPage.of(engine.collectors(), deployer.files(), status));
  }
}
