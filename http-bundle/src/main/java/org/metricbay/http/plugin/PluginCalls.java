package org.metricbay.http.plugin;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.metricbay.http.access.Words;
import org.metricbay.http.server.HttpThreads;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All calls for requests into a plugin's bundle: only a few at once, by threads that do not count
 * as the server's meanwhile, so that a hanging plugin delays nobody else.
 */
final class PluginCalls {
  private static final int AT_ONCE = 4;
  private static final int WAIT_MILLIS = 500;

  private final Logger log = LoggerFactory.getLogger(PluginCalls.class);
  private final Bundle bundle;
  private final HttpThreads threads;
  private final Semaphore waiting;
  private final String within;
  private final Semaphore calls = new Semaphore(AT_ONCE);
  private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();

  /** Weakly, as the connection holds what it still calls. */
  private final Set<Lent<?>> lent = Collections.newSetFromMap(new WeakHashMap<>());

  /**
   * For one bundle.
   *
   * @param waiting for how many requests to wait until a plugin has time for them, in all plugins
   */
  PluginCalls(Bundle bundle, HttpThreads threads, Semaphore waiting) {
    this.bundle = bundle;
    this.threads = threads;
    this.waiting = waiting;
    within = "org.metricbay.http.within." + bundle.getBundleId();
  }

  /** A call into the plugin with what it is to see of a request. */
  @FunctionalInterface
  interface Call {
    void of(ServletRequest request, ServletResponse response) throws ServletException, IOException;
  }

  /** What a plugin's code does when the server says so, after the request's own call. */
  @FunctionalInterface
  interface Later {
    void run() throws IOException;
  }

  /** Answers a request; a failure of the plugin is told, and costs this answer. */
  void answer(String what, ServletRequest request, ServletResponse response, Call call)
      throws IOException {
    if (request.getAttribute(within) != null) {
      guarded(what, request, response, call); // A filter of the plugin has passed it on.
    } else {
      inPlugin(() -> first(what, request, response, call));
    }
  }

  private void first(String what, ServletRequest request, ServletResponse response, Call call)
      throws IOException {
    if (!enters()) {
      fail(response, 503, "the plugin is busy with other requests: ask again later");
      return;
    }
    request.setAttribute(within, "");
    try {
      guarded(what, shown(request), shown(response), call);
    } finally {
      request.removeAttribute(within);
      calls.release();
    }
  }

  /** Those who come at once wait for a moment, as long as not too many do. */
  private boolean enters() {
    if (calls.tryAcquire()) {
      return true;
    }
    if (!waiting.tryAcquire()) {
      return false;
    }
    try {
      return calls.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return false;
    } finally {
      waiting.release();
    }
  }

  private ServletRequest shown(ServletRequest request) {
    return request instanceof HttpServletRequest http ? new PluginRequest(http, this) : request;
  }

  private ServletResponse shown(ServletResponse response) {
    return response instanceof HttpServletResponse http ? new PluginResponse(http, this) : response;
  }

  /** Has the plugin's class loader at hand, and a thread that is not missed. */
  void inPlugin(Later call) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    boolean left = threads.leave();
    try {
      thread.setContextClassLoader(loader());
      call.run();
    } finally {
      thread.setContextClassLoader(before);
      boolean ignored = Thread.interrupted(); // What the plugin left is not meant for others.
      if (left) {
        threads.comeBack();
      }
    }
  }

  private void guarded(String what, ServletRequest request, ServletResponse response, Call call)
      throws IOException {
    try {
      call.of(request, response);
    } catch (Throwable e) {
      failed(what, e);
      fail(response, 500, "the plugin failed; the agent's log says more");
      if (request.isAsyncStarted()) {
        complete(request.getAsyncContext());
      }
    }
  }

  /** Tells the log; that a client has gone is no failure. */
  void failed(String what, Throwable e) {
    if (!(e instanceof EofException)) {
      log.error("{}: its {} failed: {}", label(), what, describe(e));
    }
    log.debug("where it failed", e);
  }

  /** Waits until no call is in progress. Returns whether that was so before the deadline. */
  boolean awaitIdle(long deadline) {
    try {
      boolean idle = calls.tryAcquire(AT_ONCE, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (idle) {
        calls.release(AT_ONCE);
      }
      return idle;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Has an answer that goes on end with the plugin at the latest. */
  AsyncContext begun(AsyncContext context) {
    Runnable end = () -> complete(context);
    ends.add(end);
    context.addListener(new WhenOver(() -> ends.remove(end)));
    return context;
  }

  /** Something of the plugin's that the server calls later, until the plugin has gone. */
  <T> Lent<T> lend(T listener) {
    Lent<T> lent = new Lent<>(this, listener);
    synchronized (this.lent) {
      this.lent.add(lent);
    }
    return lent;
  }

  /** Ends the answers that a plugin which has gone has not ended itself. */
  void endAll() {
    ends.forEach(Runnable::run);
    ends.clear();
    synchronized (lent) {
      lent.forEach(Lent::takeBack);
      lent.clear();
    }
  }

  private static void complete(AsyncContext context) {
    try {
      context.complete();
    } catch (IllegalStateException e) {
      // The plugin has completed it.
    }
  }

  private @Nullable ClassLoader loader() {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    return wiring == null ? null : wiring.getClassLoader();
  }

  String label() {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }

  /** A plugin's exception may fail to describe itself. */
  static String describe(Throwable e) {
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
