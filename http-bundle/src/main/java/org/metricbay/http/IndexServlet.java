package org.metricbay.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.deploy.Deployer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code GET /}: a page for people. The pattern gives it all that no other servlet has, which it
 * says is not there: the server's own page would be HTML and name itself. (The pattern for exactly
 * the root is the empty one, which a component description cannot hold.)
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/")
public final class IndexServlet extends Endpoint {
  private static final long serialVersionUID = 1L;

  private final transient CollectionEngine engine;
  private final transient Deployer deployer;

  /** Takes the two that know the plugins and the files. */
  @Activate
  public IndexServlet(@Reference CollectionEngine engine, @Reference Deployer deployer) {
    this.engine = engine;
    this.deployer = deployer;
  }

  @Override
  boolean exists(HttpServletRequest request) {
    return request.getRequestURI().equals(request.getContextPath() + "/");
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Answers.html(response, IndexPage.of(engine.collectors(), deployer.files()));
  }
}
