package org.metricbay.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.deploy.Deployer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** {@code GET /plugins}: all plugins and all files in the folder. */
@Component(service = Endpoint.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class PluginsEndpoint extends Endpoint {
  private final CollectionEngine engine;
  private final Deployer deployer;

  /** Takes the two that know the plugins and the files. */
  @Activate
  public PluginsEndpoint(@Reference CollectionEngine engine, @Reference Deployer deployer) {
    super("/plugins");
    this.engine = engine;
    this.deployer = deployer;
  }

  @Override
  void answer(HttpExchange exchange) throws IOException {
    Answers.json(exchange, 200, Reports.overview(engine.collectors(), deployer.files()));
  }
}
