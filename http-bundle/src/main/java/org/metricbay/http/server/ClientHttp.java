package org.metricbay.http.server;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * What is spoken with clients: HTTP/1.1. A connection that was closed, by whomever, is at its end
 * with the answer that it was in.
 */
final class ClientHttp extends HttpConnectionFactory {
  /**
   * Whoever sends many requests in advance has so much of them kept. A longer one is no problem.
   */
  private static final int REQUEST_BUFFER_BYTES = 4096;

  ClientHttp(HttpConfiguration http) {
    super(http);
    setInputBufferSize(REQUEST_BUFFER_BYTES);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    HttpConnection made = new EndingConnection(getHttpConfiguration(), connector, endPoint);
    made.setUseInputDirectByteBuffers(isUseInputDirectByteBuffers());
    made.setUseOutputDirectByteBuffers(isUseOutputDirectByteBuffers());
    return configure(made, connector, endPoint);
  }

  /**
   * Jetty's own goes on with the requests that came in advance, a page for each, and keeps all that
   * it holds until nobody has been answered a hundred times.
   */
  private static final class EndingConnection extends HttpConnection {
    EndingConnection(HttpConfiguration http, Connector connector, EndPoint endPoint) {
      super(http, connector, endPoint);
    }

    @Override
    public void onFillable() {
      if (!getEndPoint().isOpen()) {
        getParser().close(); // So that what came is thrown away, and its buffer given back.
      }
      super.onFillable();
    }
  }
}
