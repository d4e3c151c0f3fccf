package org.metricbay.http.server;

import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ReservedThreadExecutor;

/** How Jetty is set, beyond what Felix HTTP's configuration can say. */
final class JettySetup {
  /** Longer than between two scrapes. */
  private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(360);

  /** A request may name all collectors that there are. */
  private static final int HEADERS_BYTES = 1 << 16;

  /** Of the server's few threads, which go on with answers that a slow client held up. */
  private static final int UNUSED_MILLIS = 2000;

  private JettySetup() {}

  /** What a name in a path may hold; not what could lead elsewhere than it seems to. */
  private static UriCompliance paths() {
    return UriCompliance.from(
        EnumSet.of(
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS,
            UriCompliance.Violation.ILLEGAL_PATH_CHARACTERS));
  }

  /** Sets the server that Felix has made, and takes away the connector that it made for it. */
  static void apply(Server server) {
    for (Connector connector : server.getConnectors()) {
      remove(server, connector);
    }
    server.setErrorHandler(new PlainErrors());
    if (server.getThreadPool() instanceof QueuedThreadPool threads) {
      spareThreads(threads);
    }
    server
        .getContainedBeans(ServletHandler.class)
        .forEach(servlets -> servlets.setDecodeAmbiguousURIs(true));
  }

  /** The agent's connector has threads of its own; these are needed now and then only. */
  private static void spareThreads(QueuedThreadPool threads) {
    ReservedThreadExecutor reserved = threads.getBean(ReservedThreadExecutor.class);
    if (reserved != null) {
      LifeCycle.stop(reserved);
      threads.removeBean(reserved);
    }
    threads.setMinThreads(0);
    threads.setIdleTimeout(UNUSED_MILLIS);
  }

  private static void remove(Server server, Connector connector) {
    try {
      connector.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Felix's own connector does not stop", e);
    }
    server.removeConnector(connector);
  }

  /** How HTTP is spoken with clients, whatever carries it. */
  static HttpConfiguration http(Listening listening) {
    HttpConfiguration http = http();
    http.addCustomizer(new IncomingCustomizer(listening));
    return http;
  }

  /** How HTTP is spoken. */
  static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(HEADERS_BYTES);
    // The cache takes 100 kB of each connection.
    http.setHeaderCacheSize(0);
    http.setUriCompliance(paths());
    http.setUseOutputDirectByteBuffers(false);
    http.setUseInputDirectByteBuffers(false);
    return http;
  }

  /** What a connection may cost. */
  static void limit(AgentConnector connector, HttpConfiguration http, SpareDescriptors spare) {
    Connections connections = new Connections(connector.getScheduler());
    http.addCustomizer(connections);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.addBean(connections);
    connector.addBean(spare);
  }
}
