package org.metricbay.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.deploy.Deployer;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code GET /-/ready}: 200 once all that lay in the folder at the start has been dealt with, 503
 * before. It is there before the deployer is, because "not yet" is its most important answer.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/-/ready")
public final class ReadyServlet extends Endpoint {
  private static final long serialVersionUID = 1L;

  private final transient AtomicReference<@Nullable Deployer> deployer = new AtomicReference<>();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "unset")
  void set(Deployer present) {
    deployer.set(present);
  }

  void unset(Deployer gone) {
    deployer.compareAndSet(gone, null);
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Deployer present = deployer.get();
    if (present != null && present.isReady()) {
      Answers.text(response, 200, "ready");
    } else {
      Answers.text(response, 503, "not ready: the deploy folder has not been dealt with yet");
    }
  }
}
