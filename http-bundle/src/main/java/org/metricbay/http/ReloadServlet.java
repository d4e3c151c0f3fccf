package org.metricbay.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.core.deploy.ReloadReport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code PUT /plugins/reload}: makes what runs agree with the folder, and says what it did. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/plugins/reload")
public final class ReloadServlet extends Endpoint {
  private static final long serialVersionUID = 1L;

  private final transient Deployer deployer;

  /** Takes the deployer, and the guard: without it, there are no writes. */
  @Activate
  public ReloadServlet(@Reference Deployer deployer, @Reference WriteFilter guard) {
    super("PUT");
    Objects.requireNonNull(guard, "guard");
    this.deployer = deployer;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    ReloadReport report = deployer.reload();
    int status = report.isGood() ? 200 : 500;
    Answers.json(response, status, Reports.reload(report, deployer.files()));
  }
}
