package org.metricbay.platform;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;

/**
 * The component of a bundle of collectors that holds what its configuration says. It is a service
 * under its own class, to which the collectors refer; see {@link BundleConfig}. For use by any
 * thread.
 *
 * @param <T> the values that the collectors read; immutable
 */
@ConsumerType
public abstract class CollectorSettings<T> {
  private final BundleConfig<T> config;

  /**
   * Takes the first configuration.
   *
   * @param properties as Declarative Services hands them to a component
   */
  protected CollectorSettings(BundleConfig<T> config, Map<String, ?> properties) {
    this.config = config;
    config.update(properties);
  }

  /** Offers itself to the collectors. Called by Declarative Services. */
  @Activate
  public final void activate(BundleContext context) {
    config.register(context, this);
  }

  /** Takes another configuration. Called by Declarative Services. */
  @Modified
  public final void modify(Map<String, Object> properties) {
    config.update(properties);
  }

  /** Takes itself back. Called by Declarative Services. */
  @Deactivate
  public final void deactivate() {
    config.unregister();
  }

  /** What holds it all. */
  public final BundleConfig<T> config() {
    return config;
  }

  /** The values in force. */
  protected final T values() {
    return config.get();
  }

  /** Whether a collector is on. */
  public final boolean isOn(String collector) {
    return config.isOn(collector);
  }
}
