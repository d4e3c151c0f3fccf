package org.metricbay.http.plugin;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/**
 * Knows the requests below plugins' places that are in progress. A request may have been sent to a
 * plugin's old version a moment ago without having reached it: that version must not be removed
 * before. Their answers are buffered in less memory than the container would take.
 */
final class UnderWay implements Preprocessor {
  /** So much is kept for each client that does not read; a plugin may set more. */
  private static final int GATHERED_BYTES = 8192;

  private final Map<Object, String> requests = new HashMap<>();

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = ((HttpServletRequest) request).getRequestURI();
    if (path == null || !path.startsWith(PluginPlace.ABOVE)) {
      chain.doFilter(request, response);
      return;
    }
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      response.setBufferSize(GATHERED_BYTES);
    }
    Object one = new Object();
    begin(one, path);
    try {
      chain.doFilter(request, response);
    } finally {
      end(one);
    }
  }

  private synchronized void begin(Object one, String path) {
    requests.put(one, path);
  }

  private synchronized void end(Object one) {
    requests.remove(one);
    notifyAll();
  }

  /**
   * Waits until those are done that are in progress now to a path or below it. Returns at the
   * deadline ({@link System#nanoTime()}) at the latest; nobody waits for the same ones again.
   */
  synchronized void awaitDone(String path, long deadline) {
    Set<Object> earlier =
        requests.entrySet().stream()
            .filter(entry -> entry.getValue().startsWith(path))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(HashSet::new));
    try {
      earlier.retainAll(requests.keySet());
      for (long left = deadline - System.nanoTime();
          !earlier.isEmpty() && left > 0;
          left = deadline - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        earlier.retainAll(requests.keySet());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    requests.keySet().removeAll(earlier);
  }
}
