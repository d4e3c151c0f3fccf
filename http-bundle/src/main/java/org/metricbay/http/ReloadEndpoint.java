package org.metricbay.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.core.deploy.ReloadReport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** {@code PUT /plugins/reload}: makes what runs agree with the folder, and says what it did. */
@Component(service = Endpoint.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ReloadEndpoint extends Endpoint {
  private final Deployer deployer;

  /** Takes the deployer. */
  @Activate
  public ReloadEndpoint(@Reference Deployer deployer) {
    super("/plugins/reload", "PUT");
    this.deployer = deployer;
  }

  @Override
  void answer(HttpExchange exchange) throws IOException {
    ReloadReport report = deployer.reload();
    int status = report.isGood() ? 200 : 500;
    Answers.json(exchange, status, Reports.reload(report, deployer.files()));
  }
}
