package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;

/**
 * Who made a bundle, as far as it says so. Nobody proves it; it tells those apart who have chosen
 * the same symbolic name without knowing.
 *
 * @param vendor its {@code Bundle-Vendor}
 * @param group the group under which Maven has built it
 */
record Maker(Optional<String> vendor, Optional<String> group) {
  static final Maker UNKNOWN = new Maker(Optional.empty(), Optional.empty());

  private static final Pattern POM =
      Pattern.compile("META-INF/maven/(?<group>[^/]+)/(?<artifact>[^/]+)/pom\\.properties");

  /** Whether the entry's name tells something of it. */
  static boolean isTold(PackedEntry entry) {
    return entry.name().startsWith("META-INF/maven/") && entry.name().endsWith("/pom.properties");
  }

  static Maker of(Attributes headers, List<PackedEntry> entries, String symbolicName) {
    Optional<String> vendor =
        Optional.ofNullable(headers.getValue(Constants.BUNDLE_VENDOR))
            .map(text -> BadJarException.shown(text.trim()))
            .filter(text -> !text.isEmpty());
    return new Maker(vendor, group(entries, symbolicName));
  }

  /** Of a bundle that has taken others in, the group under which it was built itself. */
  private static Optional<String> group(List<PackedEntry> entries, String symbolicName) {
    List<Matcher> all = new ArrayList<>();
    for (PackedEntry entry : entries) {
      Matcher pom = POM.matcher(entry.name());
      if (pom.matches()) {
        all.add(pom);
      }
    }
    List<String> groups =
        all.stream()
            .filter(pom -> all.size() == 1 || symbolicName.endsWith(pom.group("artifact")))
            .map(pom -> BadJarException.shown(pom.group("group")))
            .distinct()
            .toList();
    return groups.size() == 1 ? Optional.of(groups.get(0)) : Optional.empty();
  }

  /**
   * Whether they are not known to differ, and have something in common, be it that neither says
   * anything.
   */
  boolean isSameAs(Maker other) {
    boolean differs = differ(vendor, other.vendor) || differ(group, other.group);
    boolean agrees = agree(vendor, other.vendor) || agree(group, other.group);
    return !differs && (agrees || (isUnknown() && other.isUnknown()));
  }

  private static boolean differ(Optional<String> one, Optional<String> other) {
    return one.isPresent() && other.isPresent() && !one.equals(other);
  }

  private static boolean agree(Optional<String> one, Optional<String> other) {
    return one.isPresent() && one.equals(other);
  }

  private boolean isUnknown() {
    return vendor.isEmpty() && group.isEmpty();
  }

  /** In words, as what its bundle says. */
  String shown() {
    List<String> all = new ArrayList<>();
    vendor.ifPresent(it -> all.add("Bundle-Vendor " + it));
    group.ifPresent(it -> all.add("Maven group " + it));
    return all.isEmpty() ? "neither Bundle-Vendor nor Maven group" : String.join(", ", all);
  }
}
