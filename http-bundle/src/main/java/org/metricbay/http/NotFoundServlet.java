package org.metricbay.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Answers what no other servlet does; the server's own page would be HTML and name itself. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/")
public final class NotFoundServlet extends Endpoint {
  private static final long serialVersionUID = 1L;

  /** Whatever the method, there is nothing here. */
  public NotFoundServlet() {
    super("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Answers.text(response, 404, "there is nothing here; / lists what there is");
  }
}
