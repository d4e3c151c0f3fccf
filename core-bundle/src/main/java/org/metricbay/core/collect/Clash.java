package org.metricbay.core.collect;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Two collectors that have the same name, or give the same. Who was there first keeps it; what the
 * other gives of it is left out.
 *
 * @param loser whose is left out
 * @param keeper whose is shown
 * @param family the family that both give; empty if it is the collector's name that both have, and
 *     the loser is never called
 * @param series how many series of the family the loser loses
 * @param examples the labels of some of them, as on a page
 */
@ProviderType
public record Clash(
    Owner loser, Owner keeper, Optional<String> family, int series, List<String> examples) {

  /**
   * One of the two.
   *
   * @param collector its name
   * @param bundle the bundle that it comes from
   */
  public record Owner(String collector, BundleInfo bundle) {
    @Override
    public String toString() {
      return collector + " of " + bundle.symbolicName() + " " + bundle.version();
    }
  }

  /** The family and its series in words, or that it is the name. */
  public String what() {
    if (family.isEmpty()) {
      return "the name " + loser.collector();
    }
    String more = series > examples.size() ? ", …" : "";
    return family.get() + " (" + series + " series: " + shown() + more + ")";
  }

  private String shown() {
    return String.join(", ", examples.stream().map(it -> it.isEmpty() ? "{}" : it).toList());
  }
}
