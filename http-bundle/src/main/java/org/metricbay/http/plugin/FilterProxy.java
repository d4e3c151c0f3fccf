package org.metricbay.http.plugin;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Stands for a plugin's filter. */
final class FilterProxy implements Filter {
  private final PluginService service;
  private @Nullable FilterConfig config;

  FilterProxy(PluginService service) {
    this.service = service;
  }

  @Override
  public void init(FilterConfig given) {
    config = given;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException {
    service.call(
        Filter.class,
        filter -> filter.init(config),
        filter -> filter.doFilter(request, response, chain),
        response);
  }

  @Override
  public void destroy() {
    service.end(Filter.class, Filter::destroy);
  }
}
