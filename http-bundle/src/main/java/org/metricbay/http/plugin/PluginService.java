package org.metricbay.http.plugin;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin's servlet or filter. It is created at the first request, so that a hanging one does not
 * delay deployment.
 */
final class PluginService<T> {
  private final Logger log = LoggerFactory.getLogger(PluginService.class);
  private final BundleContext context;
  private final ServiceReference<Object> reference;
  private final Class<T> type;
  private final PluginCalls calls;
  private final Object making = new Object();
  private volatile @Nullable T made;

  PluginService(
      BundleContext context, ServiceReference<Object> reference, Class<T> type, PluginCalls calls) {
    this.context = context;
    this.reference = reference;
    this.type = type;
    this.calls = calls;
  }

  /** What is done with it before its first request, or when it goes. */
  @FunctionalInterface
  interface Use<T> {
    void of(T service) throws ServletException, IOException;
  }

  /** How it answers a request. */
  @FunctionalInterface
  interface Answer<T> {
    void of(T service, ServletRequest request, ServletResponse response)
        throws ServletException, IOException;
  }

  /** Has it answer, and makes it before that if need be. */
  void answer(Use<T> init, ServletRequest request, ServletResponse response, Answer<T> answer)
      throws IOException {
    calls.answer(
        type.getSimpleName(),
        request,
        response,
        (shown, answered) -> answer.of(made(init), shown, answered));
  }

  private T made(Use<T> init) throws ServletException, IOException {
    T service = made;
    if (service != null) {
      return service;
    }
    synchronized (making) {
      service = made;
      if (service == null) {
        service = initialized(init);
        made = service;
      }
      return service;
    }
  }

  private T initialized(Use<T> init) throws ServletException, IOException {
    Object given = context.getService(reference);
    if (given == null) {
      throw new ServletException("it cannot be made; the log may say why");
    }
    boolean good = false;
    try {
      T service = type.cast(given);
      init.of(service);
      good = true;
      return service;
    } finally {
      if (!good) {
        context.ungetService(reference);
      }
    }
  }

  /** Releases it when the calls in progress are done, or at the deadline. */
  void end(Use<T> destroy, long deadline) {
    if (!calls.awaitIdle(deadline)) {
      log.warn("{} goes while its {} is still answering", calls.label(), type.getSimpleName());
    }
    T service = made;
    made = null;
    if (service == null) {
      return;
    }
    destroyed(service, destroy);
    try {
      context.ungetService(reference);
    } catch (IllegalStateException e) {
      // This bundle is ending, too, and has released all.
    }
  }

  /** By a thread of its own, as it may hang. */
  private void destroyed(T service, Use<T> destroy) {
    Thread thread =
        new Thread(null, () -> destroy(service, destroy), "metricbay-destroy", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PluginPlace.GOING_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      log.warn("{} goes while its {} is still ending", calls.label(), type.getSimpleName());
      thread.interrupt();
    }
  }

  private void destroy(T service, Use<T> destroy) {
    try {
      calls.inPlugin(
          () -> {
            try {
              destroy.of(service);
            } catch (ServletException e) {
              throw new IOException(e);
            }
          });
    } catch (Throwable e) {
      calls.failed(type.getSimpleName(), e);
    }
  }
}
