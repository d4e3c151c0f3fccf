package org.metricbay.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.metricbay.core.deploy.Deployer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /-/ready}: 200 once all JARs present at the start are processed, 503 before. */
@Component(service = Servlet.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@HttpWhiteboardServletPattern("/-/ready")
public final class ReadyServlet extends AgentServlet {
  static final String NOT_READY = "not ready: the deploy folder has not been dealt with yet";

  private static final long serialVersionUID = 1L;

  private final transient Deployer deployer;

  /** Takes the deployer, which knows. */
  @Activate
  public ReadyServlet(@Reference Deployer deployer) {
    this.deployer = deployer;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (deployer.isReady()) {
      Answers.text(response, 200, "ready");
    } else {
      Answers.text(response, 503, NOT_READY);
    }
  }
}
