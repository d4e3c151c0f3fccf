package org.metricbay.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.core.deploy.ReloadReport;
import org.metricbay.http.server.HttpThreads;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code PUT /plugins/reload}: makes what runs agree with the folder, and says what it did.
 * Requests that come while one is carried out share the next one, so that many cost no more than
 * two.
 */
@Component(service = Servlet.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@HttpWhiteboardServletPattern("/plugins/reload")
@HttpWhiteboardServletAsyncSupported
public final class ReloadServlet extends AgentServlet {
  private static final long serialVersionUID = 1L;

  private final transient Deployer deployer;
  private final transient HttpThreads threads;
  private final transient AgentStatus status;
  private final transient Object lock = new Object();
  private transient List<AsyncContext> waiting = new ArrayList<>();
  private boolean reloading;

  /** Takes those who reload, and threads that may wait for them. */
  @Activate
  public ReloadServlet(
      @Reference Deployer deployer, @Reference HttpThreads threads, @Reference AgentStatus status) {
    super("PUT");
    this.deployer = deployer;
    this.threads = threads;
    this.status = status;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    synchronized (lock) {
      waiting.add(async);
      if (reloading) {
        return;
      }
      reloading = true;
    }
    threads.afterwards(this::reloadForAll);
  }

  private void reloadForAll() {
    for (List<AsyncContext> some = next(); !some.isEmpty(); some = next()) {
      reload(some);
    }
  }

  private List<AsyncContext> next() {
    synchronized (lock) {
      List<AsyncContext> all = waiting;
      waiting = new ArrayList<>();
      reloading = !all.isEmpty();
      return all;
    }
  }

  private void reload(List<AsyncContext> requests) {
    try {
      status.readConfiguration();
      ReloadReport report = deployer.reload();
      boolean good = report.isGood() && status.isGood();
      Json json = Reports.reload(report, deployer.files(), good);
      Reports.addStatus(json, status);
      requests.forEach(one -> end(one, response -> Answers.json(response, good ? 200 : 500, json)));
    } catch (RuntimeException | Error e) {
      requests.forEach(
          one ->
              end(
                  one,
                  response -> {
                    throw new IllegalStateException("the reload failed: " + e, e);
                  }));
    }
  }
}
