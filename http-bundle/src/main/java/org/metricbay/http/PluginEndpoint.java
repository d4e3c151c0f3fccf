package org.metricbay.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.UnknownCollectorException;
import org.metricbay.core.deploy.Deployer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** {@code GET /plugins/NAME}: collects from one plugin, and shows it with its metrics. */
@Component(service = Endpoint.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class PluginEndpoint extends Endpoint {
  private static final String ABOVE = "/plugins/";

  private final CollectionEngine engine;
  private final Deployer deployer;

  /** Takes the engine, which collects, and the deployer, which knows the files. */
  @Activate
  public PluginEndpoint(@Reference CollectionEngine engine, @Reference Deployer deployer) {
    super(ABOVE + "*");
    this.engine = engine;
    this.deployer = deployer;
  }

  @Override
  void answer(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().substring(ABOVE.length());
    CollectorResult result;
    try {
      result = engine.collect(CollectRequest.only(name)).result(name).orElse(null);
    } catch (UnknownCollectorException e) {
      Answers.json(exchange, 404, new Json().with("error", String.valueOf(e.getMessage())));
      return;
    }
    if (result == null) {
      String gone = "the plugin \"" + name + "\" went away meanwhile: ask again";
      Answers.json(exchange, 404, new Json().with("error", gone));
      return;
    }
    Json plugin = Reports.plugin(result.status(), deployer.files());
    Answers.json(exchange, 200, plugin.with("metrics", MetricReports.families(result.families())));
  }
}
