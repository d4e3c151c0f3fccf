package org.metricbay.core.deploy.internal;

import java.util.Map;
import java.util.function.ToIntFunction;
import org.metricbay.core.collect.Shipped;
import org.osgi.framework.Bundle;

/**
 * Who goes before whom where two have the same: the agent's own bundles, those of the distribution,
 * those of the folder as they came, and what else there is. What a plugin has installed ranks with
 * it. Immutable.
 */
record Ranks(Owners owners, Shipped shipped, Map<String, Integer> places)
    implements ToIntFunction<Bundle> {
  private static final int OWN = -2;
  private static final int SHIPPED = -1;

  @Override
  public int applyAsInt(Bundle bundle) {
    if (!owners.isPlugin(bundle)) {
      return OWN;
    }
    Bundle plugin = owners.children().plugin(bundle).orElse(bundle);
    if (shipped.contains(plugin)) {
      return SHIPPED;
    }
    String name = plugin.getSymbolicName();
    return owners.isFromFolder(plugin) && name != null
        ? places.getOrDefault(name, Integer.MAX_VALUE)
        : Integer.MAX_VALUE;
  }
}
