package org.metricbay.core.collect.internal;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;

/**
 * What some families are of, in their order: all that decides where each stands on a page. They are
 * nearly always those of the time before, and mostly the same objects. Immutable.
 */
final class Descriptors {
  /** Those of no families. */
  static final Descriptors NONE = of(List.of());

  private final MetricDescriptor[] all;

  private Descriptors(MetricDescriptor[] all) {
    this.all = all;
  }

  /** Those of these families. */
  static Descriptors of(List<MetricFamily> families) {
    return new Descriptors(
        families.stream().map(MetricFamily::descriptor).toArray(MetricDescriptor[]::new));
  }

  /** Whether these families, of which one may be missing, are of them. */
  boolean areThoseOf(@Nullable MetricFamily[] families) {
    if (families.length != all.length) {
      return false;
    }
    for (int i = 0; i < all.length; i++) {
      MetricFamily family = families[i];
      if (family == null || !all[i].equals(family.descriptor())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds all names that stand on a page for them, also those of histograms' and summaries' lines.
   */
  void addOnPage(Set<String> names) {
    for (MetricDescriptor descriptor : all) {
      names.addAll(descriptor.namesOnPage());
    }
  }

  /** Whether any of the names that stand on a page for them is among these. */
  boolean isAnyIn(Set<String> onPage) {
    for (MetricDescriptor descriptor : all) {
      if (descriptor.namesOnPage().stream().anyMatch(onPage::contains)) {
        return true;
      }
    }
    return false;
  }
}
