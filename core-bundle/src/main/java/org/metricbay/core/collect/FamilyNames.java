package org.metricbay.core.collect;

import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Names and types of families, in their order: all that decides where each stands on a page. They
 * are nearly always those of the time before.
 */
@ProviderType
public record FamilyNames(List<String> names, List<MetricType> types) {
  /** Those of no families. */
  public static final FamilyNames NONE = new FamilyNames(List.of(), List.of());

  /** Those of these families. */
  public static FamilyNames of(List<MetricFamily> families) {
    return new FamilyNames(
        families.stream().map(MetricFamily::name).toList(),
        families.stream().map(MetricFamily::type).toList());
  }

  /** Whether these families have them. */
  public boolean areThoseOf(List<MetricFamily> families) {
    if (families.size() != names.size()) {
      return false;
    }
    for (int i = 0; i < families.size(); i++) {
      MetricFamily family = families.get(i);
      if (family.type() != types.get(i) || !family.name().equals(names.get(i))) {
        return false;
      }
    }
    return true;
  }
}
