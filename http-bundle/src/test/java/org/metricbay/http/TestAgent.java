package org.metricbay.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.TrialListener;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.Deployer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.util.tracker.ServiceTracker;

/** Our bundle, as built, in a real Felix, between fakes. */
final class TestAgent implements AutoCloseable {
  private static final String PACKAGES =
      "org.slf4j;version=2.0.17,org.slf4j.event;version=2.0.17,org.slf4j.helpers;version=2.0.17,"
          + "org.slf4j.spi;version=2.0.17,org.metricbay.api;version=1.1.0,"
          + "org.metricbay.core.collect;version=2.0.0,org.metricbay.core.deploy;version=1.3.0,"
          + "org.metricbay.core.scarce;version=1.0.0,org.metricbay.core.thread;version=1.0.0,org.metricbay.text;version=1.0.0,"
          + Stream.of(
                  "alpn.server",
                  "ee10.servlet",
                  "http",
                  "http2",
                  "http2.server",
                  "io",
                  "io.ssl",
                  "jmx",
                  "security",
                  "server",
                  "server.handler",
                  "server.handler.gzip",
                  "server.internal",
                  "session",
                  "util",
                  "util.component",
                  "util.ssl",
                  "util.thread")
              .map(name -> "org.eclipse.jetty." + name + ";version=" + Server.getVersion())
              .collect(Collectors.joining(","))
          // As in the agent, Jetty and those who serve with it share the class path's servlets.
          + packages("javax.servlet", "3.1")
          + packages("jakarta.servlet", "6.1");

  private static final String CONTRACTS =
      "osgi.contract;osgi.contract=JavaServlet;version:Version=4.0,"
          + "osgi.contract;osgi.contract=JakartaServlet;version:Version=6.0,"
          + "osgi.contract;osgi.contract=JakartaServlet;version:Version=6.1";

  private static String packages(String of, String version) {
    return Stream.of("", ".http", ".descriptor", ".annotation")
        .map(part -> "," + of + part + ";version=" + version)
        .collect(Collectors.joining());
  }

  private static final long PATIENCE_MILLIS = 10_000;

  final FakeEngine engine = new FakeEngine();
  final FakeDeployer deployer = new FakeDeployer();
  final FakeStatus status = new FakeStatus();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Framework framework;
  private int port;

  TestAgent(Path data, String host) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put(Constants.FRAMEWORK_STORAGE, data.resolve("cache").toString());
    settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, PACKAGES);
    settings.put(Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA, CONTRACTS);
    settings.put("metricbay.http.listen", host + ":0");
    settings.put("org.apache.felix.http.host", "127.0.0.1");
    settings.put("org.osgi.service.http.port", "0");
    settings.put("metricbay.data", data.toString());
    framework =
        ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(settings);
    framework.init();
    BundleContext context = framework.getBundleContext();
    context.registerService(CollectionEngine.class, engine, null);
    context.registerService(Deployer.class, deployer, null);
    context.registerService(AgentStatus.class, status, null);
    for (Bundle bundle : install(context)) {
      bundle.start();
    }
    framework.start();
    port = port(context);
  }

  private static List<Bundle> install(BundleContext context) throws IOException, BundleException {
    List<Bundle> bundles = new ArrayList<>();
    try (Stream<Path> jars = Files.list(Path.of("target/bundles"))) {
      for (Path jar : jars.sorted().toList()) {
        bundles.add(context.installBundle(jar.toUri().toString()));
      }
    }
    bundles.add(context.installBundle("reference:" + Path.of("target/classes").toUri()));
    return bundles;
  }

  private static int port(BundleContext context) throws Exception {
    ServiceTracker<Object, Object> server =
        new ServiceTracker<>(context, context.createFilter("(metricbay.http.url=*)"), null);
    server.open(true);
    try {
      if (server.waitForService(PATIENCE_MILLIS) == null) {
        throw new IllegalStateException("no HTTP server came");
      }
      Object url = server.getServiceReference().getProperty("metricbay.http.url");
      return URI.create(String.valueOf(url)).getPort();
    } finally {
      server.close();
    }
  }

  int port() {
    return port;
  }

  /** Waits until it serves again; it may do so at another port. */
  void awaitServing() throws Exception {
    port = port(framework());
  }

  /** The framework that it runs in. */
  BundleContext framework() {
    return framework.getBundleContext();
  }

  /** As the engine does when a plugin is tried out. */
  TrialListener trials() {
    BundleContext context = framework();
    ServiceReference<TrialListener> listener = context.getServiceReference(TrialListener.class);
    return context.getService(listener);
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, headers);
  }

  CompletableFuture<HttpResponse<String>> getLater(String path, String... headers) {
    return client.sendAsync(request("GET", path, headers), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(method, path, headers), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<byte[]> getBytes(String path, String... headers)
      throws IOException, InterruptedException {
    return client.send(request("GET", path, headers), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpRequest request(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofMillis(PATIENCE_MILLIS))
            .method(method, HttpRequest.BodyPublishers.noBody());
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  @Override
  public void close() throws BundleException {
    framework.stop();
    try {
      framework.waitForStop(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      engine.close();
    }
  }
}
