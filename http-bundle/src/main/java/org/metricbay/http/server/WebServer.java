package org.metricbay.http.server;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
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
 * Owns the sockets, and gives Felix's Jetty the connector that takes connections from them. Says
 * where it is reached with a service that has the property {@value #URL}.
 */
@Component(
    service = {},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class WebServer implements ConnectorFactory {
  private static final String LISTEN = "metricbay.http.listen";
  private static final String URL = "metricbay.http.url";

  private final Listening listening;
  private final SpareDescriptors spare = new SpareDescriptors();
  private final HttpThreads threads;
  private final WebConfiguration configuration;
  private final String url;
  private volatile @Nullable AgentConnector connector;
  private final ServiceRegistration<ConnectorFactory> factory;
  private final OwnConnection own;
  private final ServiceRegistration<WebServer> registration;

  /** Listens. The guard is named because nothing is served without it. */
  @Activate
  public WebServer(
      BundleContext context,
      @Reference AccessGuard guard,
      @Reference HttpThreads threads,
      @Reference WebConfiguration configuration)
      throws IOException {
    this.threads = threads;
    this.configuration = configuration;
    String text = context.getProperty(LISTEN);
    List<ListenAddress> addresses = ListenAddress.list(text == null ? "localhost:0" : text);
    listening = Listening.on(addresses);
    String scheme = configuration.current().tls().isPresent() ? "https" : "http";
    url = scheme + "://" + addresses.get(0).authority(listening.port()) + "/";
    factory = context.registerService(ConnectorFactory.class, this, null);
    AgentConnector made = connector;
    if (made == null || !made.isRunning()) {
      factory.unregister();
      listening.close();
      spare.close();
      throw new IllegalStateException("Jetty did not start the agent's connector; see the log");
    }
    own = new OwnConnection(context, made, spare);
    registration =
        context.registerService(
            WebServer.class, this, FrameworkUtil.asDictionary(Map.of(URL, url)));
  }

  @Override
  public Connector createConnector(Server server) {
    JettySetup.apply(server);
    HttpConfiguration http = JettySetup.http(listening);
    AgentConnector made =
        new AgentConnector(
            server,
            threads,
            listening.sockets(),
            spare,
            new OwnProtocol(JettySetup.http()),
            Protocols.of(http, configuration));
    JettySetup.limit(made, http, spare);
    connector = made;
    return made;
  }

  @Deactivate
  void stop() {
    own.close();
    registration.unregister();
    factory.unregister();
    listening.close();
    spare.close();
  }
}
