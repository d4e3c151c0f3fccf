package org.metricbay.http.server;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.metricbay.http.webconfig.TlsSettings;
import org.metricbay.http.webconfig.WebConfiguration;

/** Begins each TLS connection with what is in force then: certificates change without a restart. */
final class TlsFactory extends SslContextFactory.Server {
  private final TlsSettings first;
  private final WebConfiguration configuration;

  TlsFactory(TlsSettings first, WebConfiguration configuration) {
    this.first = first;
    this.configuration = configuration;
    setSslContext(first.context());
  }

  @Override
  public SSLEngine newSSLEngine() {
    // TLS is switched on and off at the start only.
    TlsSettings now = configuration.current().tls().orElse(first);
    SSLEngine engine = now.context().createSSLEngine();
    SSLParameters parameters = engine.getSSLParameters();
    now.apply(parameters);
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public SSLEngine newSSLEngine(String host, int port) {
    return newSSLEngine();
  }

  @Override
  public SSLEngine newSSLEngine(InetSocketAddress address) {
    return newSSLEngine();
  }
}
