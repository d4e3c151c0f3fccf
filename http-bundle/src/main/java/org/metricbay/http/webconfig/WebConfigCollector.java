package org.metricbay.http.webconfig;

import java.util.List;
import java.util.Map;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;

/**
 * Whether the web configuration file is in force:
 *
 * <pre>
 * metricbay_web_config_last_reload_successful 1
 * </pre>
 */
final class WebConfigCollector implements MetricPlugin {
  private static final MetricDescriptor WEB_CONFIG_LAST_RELOAD_SUCCESSFUL =
      MetricDescriptor.gauge(
          "metricbay_web_config_last_reload_successful",
          "Whether the web configuration file could be used when it changed last.");

  /** What it is called. */
  static final Map<String, String> PROPERTIES =
      Map.of(Collector.NAME, "web_config", Collector.DESCRIPTION, "The web configuration file.");

  private final WebConfiguration configuration;

  WebConfigCollector(WebConfiguration configuration) {
    this.configuration = configuration;
  }

  @Override
  public List<MetricFamily> collect() {
    return List.of(WEB_CONFIG_LAST_RELOAD_SUCCESSFUL.of(configuration.problem().isEmpty() ? 1 : 0));
  }
}
