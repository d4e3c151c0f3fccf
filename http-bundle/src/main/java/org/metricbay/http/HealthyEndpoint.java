package org.metricbay.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** {@code GET /-/healthy}: 200 as soon as the process serves; needs nothing else. */
@Component(service = Endpoint.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class HealthyEndpoint extends Endpoint {
  /** Needs nothing. */
  @Activate
  public HealthyEndpoint() {
    super("/-/healthy");
  }

  @Override
  void answer(HttpExchange exchange) throws IOException {
    Answers.text(exchange, 200, "healthy");
  }
}
