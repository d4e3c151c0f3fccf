package org.metricbay.http.server;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.metricbay.http.access.Incoming;

/** The protocol of the agent's own connection: plain HTTP. No limit on clients closes it. */
final class OwnProtocol extends HttpConnectionFactory {

  OwnProtocol(HttpConfiguration http) {
    super(http);
    http.addCustomizer(OwnProtocol::mark);
  }

  private static Request mark(Request request, HttpFields.Mutable unused) {
    request.setAttribute(Incoming.ATTRIBUTE, new Incoming(false, true, Optional.empty()));
    return request;
  }

  /** Without those who look after clients' connections. */
  @Override
  protected <T extends AbstractConnection> T configure(
      T connection, Connector connector, EndPoint endPoint) {
    connection.setInputBufferSize(getInputBufferSize());
    return connection;
  }
}
