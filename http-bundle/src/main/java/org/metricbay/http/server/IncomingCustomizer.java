package org.metricbay.http.server;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.metricbay.http.access.Incoming;

/** Takes from each request what only the guard may see, and says by which address it came. */
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
    request.setAttribute(Incoming.ATTRIBUTE, new Incoming(!loopback, authorization));
    return authorization.isEmpty() ? request : new WithoutSecret(request, headers);
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
