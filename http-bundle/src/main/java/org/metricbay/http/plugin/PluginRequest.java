package org.metricbay.http.plugin;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request as a plugin sees it: what goes on after its call ends with it, and nothing is kept. */
final class PluginRequest extends HttpServletRequestWrapper {
  private final PluginCalls calls;

  PluginRequest(HttpServletRequest request, PluginCalls calls) {
    super(request);
    this.calls = calls;
  }

  @Override
  public AsyncContext startAsync() {
    return calls.begun(super.startAsync());
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    return calls.begun(super.startAsync(request, response));
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return new PluginInput(super.getInputStream(), calls);
  }

  @Override
  public @Nullable HttpSession getSession() {
    return getSession(true);
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    if (create) {
      throw new IllegalStateException(
          "there are no sessions: what they keep would outlive the plugin; keep it in the plugin");
    }
    return null;
  }
}
