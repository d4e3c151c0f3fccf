package org.metricbay.http.plugin;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.metricbay.http.access.Words;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin's servlet or filter. It is made at the first request, so that one that hangs holds up
 * nobody who deploys, and is called by a few threads at once only, so that one that hangs holds up
 * nobody else who is served.
 */
final class PluginService {
  private static final int AT_ONCE = 4;

  /** How long requests under way may still take when the plugin goes. */
  private static final long GOING_SECONDS = 2;

  private final Logger log = LoggerFactory.getLogger(PluginService.class);
  private final BundleContext context;
  private final ServiceReference<Object> reference;
  private final Bundle bundle;
  private final Semaphore calls = new Semaphore(AT_ONCE);
  private final Object making = new Object();
  private volatile @Nullable Object made;

  PluginService(BundleContext context, ServiceReference<Object> reference, Bundle bundle) {
    this.context = context;
    this.reference = reference;
    this.bundle = bundle;
  }

  /** What is done with it. */
  @FunctionalInterface
  interface Use<T> {
    void of(T service) throws ServletException, IOException;
  }

  /** Calls it, and makes it before that if need be; a failure is told, and costs this answer. */
  <T> void call(Class<T> type, Use<T> init, Use<T> use, ServletResponse response)
      throws IOException {
    if (!calls.tryAcquire()) {
      fail(response, 503, "the plugin is busy with other requests: ask again later");
      return;
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(loader());
      use.of(type.cast(made(type, init)));
    } catch (Throwable e) {
      log.error("{}: its {} failed: {}", label(), type.getSimpleName(), describe(e));
      log.debug("where it failed", e);
      fail(response, 500, "the plugin failed; the agent's log says more");
    } finally {
      thread.setContextClassLoader(before);
      calls.release();
    }
  }

  private <T> Object made(Class<T> type, Use<T> init) throws ServletException, IOException {
    Object service = made;
    if (service != null) {
      return service;
    }
    synchronized (making) {
      service = made;
      if (service == null) {
        service = context.getService(reference);
        if (service == null) {
          throw new ServletException("it cannot be made; the log may say why");
        }
        init.of(type.cast(service));
        made = service;
      }
      return service;
    }
  }

  /** Lets go of it when the requests under way are done, or after a short while. */
  <T> void end(Class<T> type, Use<T> destroy) {
    boolean idle = false;
    try {
      idle = calls.tryAcquire(AT_ONCE, GOING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!idle) {
      log.warn("{} goes while its {} is still answering", label(), type.getSimpleName());
    }
    Object service = made;
    made = null;
    if (service != null) {
      try {
        destroy.of(type.cast(service));
      } catch (Throwable e) {
        log.warn("{}: its {} did not end well: {}", label(), type.getSimpleName(), describe(e));
      }
      context.ungetService(reference);
    }
  }

  private @Nullable ClassLoader loader() {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    return wiring == null ? null : wiring.getClassLoader();
  }

  private String label() {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }

  /** A plugin's exception may fail to describe itself. */
  private static String describe(Throwable e) {
    try {
      return Words.oneLine(e.toString());
    } catch (Throwable again) {
      return e.getClass().getName();
    }
  }

  private static void fail(ServletResponse response, int status, String message)
      throws IOException {
    if (response instanceof HttpServletResponse http && !http.isCommitted()) {
      http.resetBuffer();
      http.setStatus(status);
      http.setContentType("text/plain; charset=utf-8");
      if (status == 503) {
        http.setHeader("Retry-After", "1");
      }
      try {
        http.getOutputStream().write((message + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IllegalStateException e) {
        http.getWriter().println(message); // The plugin has begun with a writer.
      }
    }
  }
}
