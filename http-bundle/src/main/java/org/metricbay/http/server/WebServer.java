package org.metricbay.http.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.metricbay.http.access.AccessGuard;
import org.metricbay.http.webconfig.WebConfiguration;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Owns the sockets, and gives Felix's Jetty the connector that takes connections from them, a new
 * one when Jetty is started again. While it serves, it says where with a service that has the
 * property {@value #URL}.
 */
@Component(
    service = {},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class WebServer implements ConnectorFactory, LifeCycle.Listener {
  private static final String LISTEN = "metricbay.http.listen";
  private static final String URL = "metricbay.http.url";

  private final BundleContext context;
  private final SpareDescriptors spare = new SpareDescriptors();
  private final HttpThreads threads;
  private final WebConfiguration configuration;
  private final String url;
  private final ServiceRegistration<ConnectorFactory> factory;
  private Listening listening;
  private @Nullable AgentConnector connector;
  private @Nullable Serving serving;

  /** What others are told while a connector runs. */
  private record Serving(OwnConnection own, ServiceRegistration<?> registration) {
    void end() {
      own.close();
      registration.unregister();
    }
  }

  /** Listens. The guard is named because nothing is served without it. */
  @Activate
  public WebServer(
      BundleContext context,
      @Reference AccessGuard guard,
      @Reference HttpThreads threads,
      @Reference WebConfiguration configuration)
      throws IOException {
    this.context = context;
    this.threads = threads;
    this.configuration = configuration;
    String text = context.getProperty(LISTEN);
    List<ListenAddress> addresses = ListenAddress.list(text == null ? "localhost:0" : text);
    listening = Listening.on(addresses);
    String scheme = configuration.current().tls().isPresent() ? "https" : "http";
    url = scheme + "://" + addresses.get(0).authority(listening.port()) + "/";
    factory = context.registerService(ConnectorFactory.class, this, null);
    if (hasFailed()) {
      stop();
      throw new IllegalStateException("Jetty did not start the agent's connector; see the log");
    }
  }

  /** Not while there is no Jetty yet. */
  private synchronized boolean hasFailed() {
    return connector != null && !connector.isRunning();
  }

  @Override
  public synchronized Connector createConnector(Server server) {
    JettySetup.apply(server);
    HttpConfiguration http = JettySetup.http(open());
    AgentConnector made =
        new AgentConnector(
            server,
            threads,
            listening.sockets(),
            spare,
            new OwnProtocol(JettySetup.http()),
            Protocols.of(http, configuration));
    JettySetup.limit(made, http, spare);
    made.addEventListener(this);
    connector = made;
    return made;
  }

  /** A connector closes its sockets when it is stopped. */
  private Listening open() {
    if (!listening.isOpen()) {
      listening.close();
      try {
        listening = listening.again();
      } catch (IOException e) {
        throw new UncheckedIOException("the agent cannot listen again: " + e.getMessage(), e);
      }
    }
    return listening;
  }

  @Override
  public synchronized void lifeCycleStarted(LifeCycle started) {
    if (started instanceof AgentConnector made && made.equals(connector) && serving == null) {
      serving =
          new Serving(
              new OwnConnection(context, made, spare),
              context.registerService(
                  WebServer.class, this, FrameworkUtil.asDictionary(Map.of(URL, url))));
    }
  }

  @Override
  public synchronized void lifeCycleStopping(LifeCycle stopping) {
    if (stopping.equals(connector)) {
      stopServing();
    }
  }

  private synchronized void stopServing() {
    Serving ended = serving;
    serving = null;
    if (ended != null) {
      ended.end();
    }
  }

  @Deactivate
  void stop() {
    stopServing();
    factory.unregister();
    close();
  }

  private synchronized void close() {
    listening.close();
    spare.close();
  }
}
