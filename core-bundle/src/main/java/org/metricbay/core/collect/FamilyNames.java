package org.metricbay.core.collect;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Names and types of families, in their order: all that decides where each stands on a page. They
 * are nearly always those of the time before. Immutable.
 */
@ProviderType
public final class FamilyNames {
  /** Those of no families. */
  public static final FamilyNames NONE = of(List.of());

  private final String[] names;
  private final MetricType[] types;

  private FamilyNames(String[] names, MetricType[] types) {
    this.names = names;
    this.types = types;
  }

  /** Those of these families. */
  public static FamilyNames of(List<MetricFamily> families) {
    return new FamilyNames(
        families.stream().map(MetricFamily::name).toArray(String[]::new),
        families.stream().map(MetricFamily::type).toArray(MetricType[]::new));
  }

  /** Whether these families have them. */
  public boolean areThoseOf(List<MetricFamily> families) {
    // On the path of every scrape: an array is asked sooner than a list.
    return areThoseOf(families.toArray(new MetricFamily[families.size()]));
  }

  /** Whether these families, of which one may be missing, have them. */
  public boolean areThoseOf(@Nullable MetricFamily[] families) {
    if (families.length != names.length) {
      return false;
    }
    for (int i = 0; i < names.length; i++) {
      MetricFamily family = families[i];
      if (family == null || family.type() != types[i] || !family.name().equals(names[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds all names that stand on a page for them, also those of histograms' and summaries' lines.
   */
  public void addOnPage(Set<String> all) {
    for (int i = 0; i < names.length; i++) {
      all.add(names[i]);
      all.addAll(furtherNames(names[i], types[i]));
    }
  }

  /** Whether any of the names that stand on a page for them is among these. */
  public boolean isAnyIn(Set<String> onPage) {
    for (int i = 0; i < names.length; i++) {
      if (onPage.contains(names[i])
          || furtherNames(names[i], types[i]).stream().anyMatch(onPage::contains)) {
        return true;
      }
    }
    return false;
  }

  /** The names of a histogram's and a summary's lines, which no other family may have. */
  public static List<String> furtherNames(String name, MetricType type) {
    return switch (type) {
      case HISTOGRAM -> List.of(name + "_bucket", name + "_count", name + "_sum");
      case SUMMARY -> List.of(name + "_count", name + "_sum");
      default -> List.of();
    };
  }
}
