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

/** {@code GET /}: a page for people. The empty pattern stands for exactly that path. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("")
final class IndexServlet extends Endpoint {
  private static final long serialVersionUID = 1L;

  private final transient CollectionEngine engine;
  private final transient Deployer deployer;

  @Activate
  public IndexServlet(@Reference CollectionEngine engine, @Reference Deployer deployer) {
    this.engine = engine;
    this.deployer = deployer;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Answers.html(response, IndexPage.of(engine.collectors(), deployer.files()));
  }
}
