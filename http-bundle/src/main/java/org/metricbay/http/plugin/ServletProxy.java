package org.metricbay.http.plugin;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Stands for a plugin's servlet. */
final class ServletProxy implements Servlet {
  private final PluginService service;
  private @Nullable ServletConfig config;

  ServletProxy(PluginService service) {
    this.service = service;
  }

  @Override
  public void init(ServletConfig given) {
    config = given;
  }

  @Override
  public @Nullable ServletConfig getServletConfig() {
    return config;
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    service.call(
        Servlet.class,
        servlet -> servlet.init(config),
        servlet -> servlet.service(request, response),
        response);
  }

  @Override
  public String getServletInfo() {
    return "a plugin's servlet";
  }

  @Override
  public void destroy() {
    service.end(Servlet.class, Servlet::destroy);
  }
}
