package org.metricbay.http.plugin;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Stands for a plugin's filter. */
final class FilterProxy implements Filter, Proxy {
  private final PluginService<Filter> service;
  private @Nullable FilterConfig config;

  FilterProxy(PluginService<Filter> service) {
    this.service = service;
  }

  @Override
  public void init(FilterConfig given) {
    config = given;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException {
    service.answer(
        filter -> filter.init(config),
        request,
        response,
        (filter, shown, answered) -> filter.doFilter(shown, answered, chain));
  }

  /** The container calls this while it holds its lock, so the plugin is not called. */
  @Override
  public void destroy() {}

  @Override
  public void end(long deadline) {
    service.end(Filter::destroy, deadline);
  }
}
