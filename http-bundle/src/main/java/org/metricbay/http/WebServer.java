package org.metricbay.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.CollectionEngine;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Owns the JDK's HTTP server, which answers on the engine's threads, and hands each request to the
 * endpoint of its path. Says where it is reached with a service that has the property {@value
 * #URL}.
 */
@Component(
    service = {},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class WebServer {
  private static final String HOST = "metricbay.http.host";
  private static final String PORT = "metricbay.http.port";
  private static final String URL = "metricbay.http.url";
  private static final String DATA_FOLDER = "metricbay.data";

  /** Those who may wait until the server has taken their connection. */
  private static final int BACKLOG = 128;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<Endpoint> endpoints = List.of();

  private final HttpServer server;
  private final String url;
  private @Nullable ServiceRegistration<WebServer> registration;

  /** Listens; by default on the loopback address, at a port that is free. */
  @Activate
  public WebServer(BundleContext context, @Reference CollectionEngine engine) throws IOException {
    String host = property(context, HOST).orElse("127.0.0.1");
    int port = property(context, PORT).map(Integer::valueOf).orElse(0);
    server = listen(host, port);
    server.setExecutor(new RequestThreads(engine.threads()));
    server
        .createContext("/", this::handle)
        .getFilters()
        .add(new WriteFilter(host, property(context, DATA_FOLDER).map(Path::of)));
    url = url(host, server.getAddress().getPort());
  }

  /** Answers, now that the endpoints are known; who has connected before that has waited. */
  @Activate
  void serve(BundleContext context) {
    server.start();
    registration =
        context.registerService(
            WebServer.class, this, FrameworkUtil.asDictionary(Map.of(URL, url)));
  }

  private static Optional<String> property(BundleContext context, String name) {
    return Optional.ofNullable(context.getProperty(name));
  }

  private static HttpServer listen(String host, int port) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on " + host + " port " + port + ": " + e.getMessage(), e);
    }
  }

  private static String url(String host, int port) {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/";
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Optional<Endpoint> endpoint = path == null ? Optional.empty() : at(path);
    if (endpoint.isPresent()) {
      endpoint.get().handle(exchange);
    } else {
      Answers.text(exchange, 404, "there is nothing here; / lists what there is");
    }
  }

  /** The endpoint at exactly this path, or else one that has all below. */
  private Optional<Endpoint> at(String path) {
    Endpoint above = null;
    for (Endpoint endpoint : endpoints) {
      if (endpoint.isAt(path)) {
        return Optional.of(endpoint);
      }
      if (endpoint.hasBelow(path)) {
        above = endpoint;
      }
    }
    return Optional.ofNullable(above);
  }

  @Deactivate
  void stop() {
    if (registration != null) {
      registration.unregister();
    }
    server.stop(0);
  }
}
