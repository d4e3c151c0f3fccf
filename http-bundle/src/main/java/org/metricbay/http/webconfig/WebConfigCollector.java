package org.metricbay.http.webconfig;

import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;

/**
 * Whether the web configuration's file is what is in force:
 *
 * <pre>
 * metricbay_web_config_last_reload_successful 1
 * </pre>
 */
final class WebConfigCollector implements MetricPlugin {
  private final WebConfiguration configuration;

  WebConfigCollector(WebConfiguration configuration) {
    this.configuration = configuration;
  }

  @Override
  public String name() {
    return "web_config";
  }

  @Override
  public String description() {
    return "The web configuration file.";
  }

  @Override
  public List<MetricFamily> collect() {
    return List.of(
        MetricFamily.gauge(
                "metricbay_web_config_last_reload_successful",
                "Whether the web configuration file could be used when it changed last.")
            .sample(configuration.problem().isEmpty() ? 1 : 0)
            .build());
  }
}
