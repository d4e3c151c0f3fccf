package org.metricbay.http.server;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.metricbay.http.access.Incoming;

/**
 * Removes from each request what only the guard may see, and records the address by which it came.
 */
final class IncomingCustomizer implements HttpConfiguration.Customizer {
  private final Listening listening;

  IncomingCustomizer(Listening listening) {
    this.listening = listening;
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    boolean loopback =
        request.getConnectionMetaData().getLocalSocketAddress() instanceof InetSocketAddress local
            && listening.isLoopback(local);
    HttpFields headers = request.getHeaders();
    Optional<String> authorization = Optional.ofNullable(headers.get(HttpHeader.AUTHORIZATION));
    request.setAttribute(Incoming.ATTRIBUTE, new Incoming(!loopback, false, authorization));
    if (HttpMethod.CONNECT.is(request.getMethod())) {
      // Jetty would wait for what is sent through the tunnel that there is not.
      responseHeaders.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    }
    Request shown = authorization.isEmpty() ? request : new WithoutSecret(request, headers);
    return isForAll(request) ? new ForRoot(shown) : shown;
  }

  /** {@code OPTIONS *} asks whether the server is there. */
  private static boolean isForAll(Request request) {
    return HttpMethod.OPTIONS.is(request.getMethod()) && "*".equals(request.getHttpURI().getPath());
  }

  /** The same request of {@code /}. */
  private static final class ForRoot extends Request.Wrapper {
    private final HttpURI uri;

    ForRoot(Request request) {
      super(request);
      uri = HttpURI.build(request.getHttpURI()).path("/").asImmutable();
    }

    @Override
    public HttpURI getHttpURI() {
      return uri;
    }
  }

  /** The same request without the header. */
  private static final class WithoutSecret extends Request.Wrapper {
    private final HttpFields headers;

    WithoutSecret(Request request, HttpFields headers) {
      super(request);
      this.headers = HttpFields.build(headers).remove(HttpHeader.AUTHORIZATION).asImmutable();
    }

    @Override
    public HttpFields getHeaders() {
      return headers;
    }
  }
}
