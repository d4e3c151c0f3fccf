package org.metricbay.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.deploy.Deployer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * {@code GET /-/ready}: 200 once all that lay in the folder at the start has been dealt with, 503
 * before. It is there before the deployer is, because "not yet" is its most important answer.
 */
@Component(service = Endpoint.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ReadyEndpoint extends Endpoint {
  private final AtomicReference<@Nullable Deployer> deployer = new AtomicReference<>();

  /** Waits for the deployer. */
  @Activate
  public ReadyEndpoint() {
    super("/-/ready");
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "unset")
  void set(Deployer present) {
    deployer.set(present);
  }

  void unset(Deployer gone) {
    deployer.compareAndSet(gone, null);
  }

  @Override
  void answer(HttpExchange exchange) throws IOException {
    Deployer present = deployer.get();
    if (present != null && present.isReady()) {
      Answers.text(exchange, 200, "ready");
    } else {
      Answers.text(exchange, 503, "not ready: the deploy folder has not been dealt with yet");
    }
  }
}
