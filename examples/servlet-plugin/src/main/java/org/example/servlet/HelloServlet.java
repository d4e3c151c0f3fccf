package org.example.servlet;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Greets, at {@code /x/org.example.servlet/hello}: a GET only shows, a POST counts. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/hello")
public final class HelloServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private final transient Greetings greetings;

  @Activate
  public HelloServlet(@Reference Greetings greetings) {
    this.greetings = greetings;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String name = Optional.ofNullable(request.getParameter("name")).orElse("world");
    response.setContentType("text/html; charset=utf-8");
    response
        .getWriter()
        .println(
            "<!DOCTYPE html><title>Hello</title><p>Hello "
                + escaped(name)
                + "</p><form method=post><button>Count it</button></form>");
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    greetings.count();
    response.setContentType("text/plain; charset=utf-8");
    response.getWriter().println(greetings.total());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
