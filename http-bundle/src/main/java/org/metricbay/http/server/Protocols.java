package org.metricbay.http.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.metricbay.http.webconfig.TlsSettings;
import org.metricbay.http.webconfig.WebConfig;
import org.metricbay.http.webconfig.WebConfiguration;

/** What is spoken on a connection: HTTP/1.1, or TLS with HTTP/1.1 and HTTP/2 in it. */
final class Protocols {
  private static final boolean ANY_HOST_NAME = false;

  private Protocols() {}

  /** The first is what a connection begins with. */
  static ConnectionFactory[] of(HttpConfiguration http, WebConfiguration configuration) {
    WebConfig now = configuration.current();
    Optional<TlsSettings> tls = now.tls();
    if (tls.isEmpty()) {
      return new ConnectionFactory[] {new ClientHttp(http)};
    }
    // Scrapers may know the host by another name than its certificate does.
    http.addCustomizer(new SecureRequestCustomizer(ANY_HOST_NAME));
    TlsFactory certificates = new TlsFactory(tls.get(), configuration);
    List<ConnectionFactory> all = new ArrayList<>();
    if (now.http2()) {
      ALPNServerConnectionFactory negotiation = new ALPNServerConnectionFactory("h2", "http/1.1");
      negotiation.setDefaultProtocol("http/1.1");
      all.add(new SslConnectionFactory(certificates, negotiation.getProtocol()));
      all.add(negotiation);
      all.add(new HTTP2ServerConnectionFactory(http));
    } else {
      all.add(new SslConnectionFactory(certificates, "http/1.1"));
    }
    all.add(new ClientHttp(http));
    return all.toArray(new ConnectionFactory[0]);
  }
}
