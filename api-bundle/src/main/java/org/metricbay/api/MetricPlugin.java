package org.metricbay.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One collector. Register it as an OSGi service (with Declarative Services: {@code @Component} and
 * {@link Collector}) and its metrics appear on the page; unregister it and they disappear. A bundle
 * may register several.
 *
 * <p>Only the agent's engine calls a collector. It never runs two calls to one collector at once,
 * but may use another thread for each call, with the plugin's class loader as the context class
 * loader. A call that takes too long is interrupted and is not repeated before it has returned.
 */
@ConsumerType
public interface MetricPlugin {

  /**
   * The collector's name, as used in {@code collect[]=name}, for example {@code loadavg}. Letters,
   * digits, {@code _}, {@code -} and {@code .}; the same at every call. Asked for only if the
   * service's properties do not tell it, as they do with {@link Collector}, which is better: this
   * is known only once the collector was called.
   */
  default String name() {
    return "";
  }

  /** What the collector exposes, in one sentence. Asked for only together with {@link #name}. */
  default String description() {
    return "";
  }

  /**
   * Reads the current values. Leave out what the system does not offer: return an empty list or a
   * family without samples, never a made-up zero.
   *
   * @return the families, never null; no two with one name
   * @throws Exception if the values cannot be read; costs only this collector's metrics, and its
   *     message is shown to the operator
   */
  List<MetricFamily> collect() throws Exception;
}
