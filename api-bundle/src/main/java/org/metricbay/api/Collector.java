package org.metricbay.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * What a collector is called and how it wants to be called, on its component's class:
 *
 * <pre>
 * &#64;Component
 * &#64;Collector(name = "smart", description = "What disks say of their health.", interval = 60)
 * public final class SmartCollector implements MetricPlugin {
 * </pre>
 *
 * <p>They become properties of the service, so that they are known before the collector is called.
 * Whoever registers a service without Declarative Services gives it properties of these names, such
 * as {@link #NAME}.
 *
 * @since 1.1
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Collector {
  /** The prefix of the properties' names. */
  String PREFIX_ = "metricbay.collector.";

  /** The service property with the {@linkplain #name() name}, a string. */
  String NAME = PREFIX_ + "name";

  /** The service property with the {@linkplain #description() description}, a string. */
  String DESCRIPTION = PREFIX_ + "description";

  /** The service property with the {@linkplain #interval() interval}, a number. */
  String INTERVAL = PREFIX_ + "interval";

  /** The service property with the {@linkplain #timeout() time limit}, a number. */
  String TIMEOUT = PREFIX_ + "timeout";

  /**
   * The collector's name, as used in {@code collect[]=name}: up to 100 letters, digits, {@code _},
   * {@code -} and {@code .}.
   */
  String name();

  /** What the collector exposes, in one sentence. */
  String description() default "";

  /**
   * How many seconds lie between two calls of a collector that takes too long for being called at
   * each scrape. It is then called beside the scrapes, and pages show its last values with their
   * age, {@code metricbay_collector_age_seconds}. 0 for being called at each scrape.
   */
  double interval() default 0;

  /**
   * How many seconds a call may take, if the agent's own limit is not meant. In a scrape that limit
   * holds, too, if it is shorter; of a collector with an interval only this one does, but for the
   * first call of a version, on trial, which the option {@code deploy.trial-timeout} limits. 0 for
   * the agent's.
   */
  double timeout() default 0;
}
