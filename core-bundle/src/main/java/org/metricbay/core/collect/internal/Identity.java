package org.metricbay.core.collect.internal;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricPlugin;
import org.osgi.framework.ServiceReference;

/**
 * What a collector is called.
 *
 * @param name its name
 * @param description what it exposes; may be empty
 */
record Identity(String name, String description) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  /** As the service's properties say, before any call; nothing if they do not, or not well. */
  static Optional<Identity> of(ServiceReference<?> reference) {
    return reference.getProperty(Collector.NAME) instanceof String name && isGood(name)
        ? Optional.of(new Identity(name, text(reference.getProperty(Collector.DESCRIPTION))))
        : Optional.empty();
  }

  /**
   * As the service says.
   *
   * @param reference which may have a name that cannot be used
   */
  static Identity of(MetricPlugin service, ServiceReference<?> reference) {
    Object property = reference.getProperty(Collector.NAME);
    if (property != null) {
      throw new IllegalArgumentException(
          "its property "
              + Collector.NAME
              + " is \""
              + property
              + "\": give a string of 1 to 100 letters, digits, '_', '-' or '.'");
    }
    String name = service.name();
    if (name != null && name.isEmpty()) {
      throw new IllegalArgumentException(
          "it has no name: annotate its class with @Collector(name = \"…\")");
    }
    if (name == null || !isGood(name)) {
      throw new IllegalArgumentException(
          "name() returned \"" + name + "\": give 1 to 100 letters, digits, '_', '-' or '.'");
    }
    return new Identity(name, text(service.description()));
  }

  private static boolean isGood(String name) {
    return NAME.matcher(name).matches();
  }

  private static String text(@Nullable Object description) {
    return description instanceof String text ? Problems.oneLine(text) : "";
  }
}
