package org.metricbay.core.collect;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The plugins that come with the agent, as the distribution lists them. None where it is not that
 * of a distribution.
 *
 * @param files the file that each comes in, by symbolic name
 */
@ProviderType
public record Shipped(Map<String, String> files) {
  /** The framework property with the list: a line {@code SYMBOLIC-NAME=FILE} for each. */
  public static final String PROPERTY = "metricbay.shipped";

  /** No plugins. */
  public static final Shipped NONE = new Shipped(Map.of());

  /** Immutable. */
  public Shipped {
    files = Map.copyOf(files);
  }

  /** Those of the agent that this framework is for. */
  public static Shipped of(BundleContext context) {
    return Optional.ofNullable(context.getProperty(PROPERTY)).map(Shipped::listed).orElse(NONE);
  }

  private static Shipped listed(String text) {
    Map<String, String> files = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int sign = line.indexOf('=');
      if (sign > 0) {
        files.put(line.substring(0, sign).trim(), line.substring(sign + 1).trim());
      }
    }
    return new Shipped(files);
  }

  /** The file that a plugin of this name comes in. */
  public Optional<String> file(String symbolicName) {
    return Optional.ofNullable(files.get(symbolicName));
  }

  /** Whether a plugin of this name comes with the agent in this file. */
  public boolean contains(String symbolicName, String file) {
    return file.equals(files.get(symbolicName));
  }

  /** Whether the bundle comes from a file, and under a name, of the distribution. */
  public boolean contains(Bundle bundle) {
    String name = bundle.getSymbolicName();
    return name != null
        && files.containsKey(name)
        && Origin.of(bundle).filter(origin -> contains(name, origin.file())).isPresent();
  }
}
