package org.metricbay.http.plugin;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** A response as a plugin sees it: what it is told later, it is told by a guarded call. */
final class PluginResponse extends HttpServletResponseWrapper {
  private final PluginCalls calls;

  PluginResponse(HttpServletResponse response, PluginCalls calls) {
    super(response);
    this.calls = calls;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    return new PluginOutput(super.getOutputStream(), calls);
  }
}
