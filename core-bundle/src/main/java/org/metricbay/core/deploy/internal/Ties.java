package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Namespace;

/**
 * What a bundle offers to others and needs of them, as its manifest says. Read only when somebody
 * asks, as most bundles need nothing of each other.
 *
 * @param headers the manifest's, as far as they tell of this
 */
record Ties(Map<String, String> headers) {
  static final Ties NONE = new Ties(Map.of());

  private static final String API = "org.metricbay.api";

  private static final List<String> NAMES =
      List.of(
          Constants.IMPORT_PACKAGE,
          Constants.EXPORT_PACKAGE,
          Constants.REQUIRE_BUNDLE,
          Constants.REQUIRE_CAPABILITY,
          Constants.PROVIDE_CAPABILITY,
          Constants.DYNAMICIMPORT_PACKAGE);

  /** What is offered or needed. */
  enum Kind {
    PACKAGE,
    BUNDLE,
    CAPABILITY
  }

  /**
   * Something that a bundle offers.
   *
   * @param name the package, the bundle, or the capability's namespace
   * @param attributes what filters of capabilities ask for
   */
  record Offer(Kind kind, String name, Version version, Map<String, Object> attributes) {
    Offer(Kind kind, String name, Version version) {
      this(kind, name, version, Map.of());
    }
  }

  /**
   * Something that it needs.
   *
   * @param all whether it is to have it from all who offer it
   * @param filter which capabilities will do
   */
  record Need(
      Kind kind, String name, VersionRange range, boolean optional, boolean all, String filter) {
    boolean isMetBy(Offer offer) {
      return kind == offer.kind()
          && name.equals(offer.name())
          && (kind == Kind.CAPABILITY ? lets(offer) : range.includes(offer.version()));
    }

    private boolean lets(Offer offer) {
      try {
        return filter.isEmpty() || FrameworkUtil.createFilter(filter).matches(offer.attributes());
      } catch (InvalidSyntaxException e) {
        return true; // The framework will say so.
      }
    }

    /** By what the framework's requirement for it is found. */
    String key() {
      return switch (kind) {
        case PACKAGE -> Links.key(PackageNamespace.PACKAGE_NAMESPACE, name);
        case BUNDLE -> Links.key(BundleNamespace.BUNDLE_NAMESPACE, name);
        case CAPABILITY -> Links.key(name, filter);
      };
    }

    String range(String prefix) {
      String text = range.toString();
      return text.equals("0.0.0") ? "" : prefix + text;
    }
  }

  static Ties of(Function<String, @Nullable String> manifest) {
    Map<String, String> headers = new HashMap<>();
    for (String name : NAMES) {
      String value = manifest.apply(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return new Ties(Map.copyOf(headers));
  }

  /** Whether it can have no collectors, as it does not know what one is. */
  boolean isLibrary() {
    return offersAnything()
        && !header(Constants.IMPORT_PACKAGE).contains(API)
        && !header(Constants.REQUIRE_BUNDLE).contains(API)
        && !header(Constants.DYNAMICIMPORT_PACKAGE).contains("*")
        && !header(Constants.DYNAMICIMPORT_PACKAGE).contains(API);
  }

  private String header(String name) {
    return headers.getOrDefault(name, "");
  }

  boolean offersAnything() {
    return headers.containsKey(Constants.EXPORT_PACKAGE)
        || HeaderClause.in(header(Constants.PROVIDE_CAPABILITY)).stream()
            .anyMatch(clause -> !clause.names().contains("osgi.service"));
  }

  /** Also itself, by its name. */
  List<Offer> offers(String symbolicName, Version version) {
    List<Offer> offers = new ArrayList<>();
    offers.add(new Offer(Kind.BUNDLE, symbolicName, version));
    for (HeaderClause clause : HeaderClause.in(header(Constants.EXPORT_PACKAGE))) {
      for (String name : clause.names()) {
        version(clause).ifPresent(of -> offers.add(new Offer(Kind.PACKAGE, name, of)));
      }
    }
    for (HeaderClause clause : HeaderClause.in(header(Constants.PROVIDE_CAPABILITY))) {
      for (String name : clause.names()) {
        Map<String, Object> attributes = clause.attributes();
        Version own =
            attributes.get(Constants.VERSION_ATTRIBUTE) instanceof Version given
                ? given
                : Version.emptyVersion;
        offers.add(new Offer(Kind.CAPABILITY, name, own, attributes));
      }
    }
    return offers;
  }

  private static Optional<Version> version(HeaderClause clause) {
    try {
      return Optional.of(Version.parseVersion(clause.value(Constants.VERSION_ATTRIBUTE)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // The framework will say so.
    }
  }

  List<Need> needs() {
    List<Need> needs = new ArrayList<>();
    add(needs, Kind.PACKAGE, Constants.IMPORT_PACKAGE, Constants.VERSION_ATTRIBUTE);
    add(needs, Kind.BUNDLE, Constants.REQUIRE_BUNDLE, Constants.BUNDLE_VERSION_ATTRIBUTE);
    add(needs, Kind.CAPABILITY, Constants.REQUIRE_CAPABILITY, "");
    return needs;
  }

  private void add(List<Need> needs, Kind kind, String header, String versionAttribute) {
    for (HeaderClause clause : HeaderClause.in(header(header))) {
      String effective = clause.value(Constants.EFFECTIVE_DIRECTIVE + ":");
      if (effective.isEmpty() || effective.equals(Constants.EFFECTIVE_RESOLVE)) {
        boolean optional =
            clause
                .value(Constants.RESOLUTION_DIRECTIVE + ":")
                .equals(Constants.RESOLUTION_OPTIONAL);
        boolean all =
            clause.value(Namespace.REQUIREMENT_CARDINALITY_DIRECTIVE + ":").equals("multiple");
        String filter = clause.value(Constants.FILTER_DIRECTIVE + ":");
        for (String name : clause.names()) {
          range(clause.value(versionAttribute))
              .ifPresent(range -> needs.add(new Need(kind, name, range, optional, all, filter)));
        }
      }
    }
  }

  private static Optional<VersionRange> range(String text) {
    try {
      return Optional.of(new VersionRange(text.isEmpty() ? "0" : text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
