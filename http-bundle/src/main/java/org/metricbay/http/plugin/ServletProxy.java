package org.metricbay.http.plugin;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Stands for a plugin's servlet. */
final class ServletProxy implements Servlet, Proxy {
  private final PluginService<Servlet> service;
  private @Nullable ServletConfig config;

  ServletProxy(PluginService<Servlet> service) {
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
  public void service(ServletRequest request, ServletResponse response) throws IOException {
    service.answer(servlet -> servlet.init(config), request, response, Servlet::service);
  }

  @Override
  public String getServletInfo() {
    return "a plugin's servlet";
  }

  /** The container calls this while it holds its lock, so the plugin is not called. */
  @Override
  public void destroy() {}

  @Override
  public void end(long deadline) {
    service.end(Servlet::destroy, deadline);
  }
}
