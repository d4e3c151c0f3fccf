package org.metricbay.core.deploy.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/**
 * The packages that the agent's own bundles, and the class path by the system bundle, export: all
 * who import one get the agent's. What a plugin exports under the same name is a copy, whose
 * classes are others to the agent. For use by any thread.
 */
final class AgentPackages {
  private static final String NAMESPACE = PackageNamespace.PACKAGE_NAMESPACE;
  private static final String OURS = "org.metricbay.";
  private static final String API = "org.metricbay.api";

  /** With what the locations of the launcher's bundles begin. */
  private static final String CONNECTED = "connect:";

  private final BundleContext context;
  private final Predicate<Bundle> fromFolder;
  private final boolean launched;

  /** All that there ever were, so that they stay the agent's while one of its bundles is away. */
  private final Set<String> names = new HashSet<>();

  /**
   * Has looked at nothing yet.
   *
   * @param fromFolder whether a bundle was installed from the watched folder
   */
  AgentPackages(BundleContext context, Predicate<Bundle> fromFolder) {
    this.context = context;
    this.fromFolder = fromFolder;
    this.launched = context.getBundle().getLocation().startsWith(CONNECTED);
  }

  /**
   * Whether a bundle is a plugin, or was brought by one. In another container than the agent's
   * nobody can tell who has brought what is not from the folder.
   */
  boolean isPlugin(Bundle bundle) {
    return fromFolder.test(bundle)
        || (launched
            && bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID
            && !bundle.getLocation().startsWith(CONNECTED));
  }

  /**
   * The packages of the agent; not those of the JVM, which libraries may have in newer versions.
   */
  synchronized Set<String> names() {
    for (Bundle bundle : context.getBundles()) {
      BundleRevision revision = isPlugin(bundle) ? null : bundle.adapt(BundleRevision.class);
      if (revision != null) {
        for (BundleCapability offered : revision.getDeclaredCapabilities(NAMESPACE)) {
          if (!isOfJvm(offered)) {
            names.add(nameOf(offered));
          }
        }
      }
    }
    return Set.copyOf(names);
  }

  /** The framework gives them no version but that of the JVM. */
  private static boolean isOfJvm(BundleCapability offered) {
    return offered.getRevision().getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID
        && String.valueOf(offered.getAttributes().get(Constants.VERSION_ATTRIBUTE))
            .startsWith("0.0.0");
  }

  /**
   * Whether others may be wired to something at all, as far as {@link NoWiresToCopies} lets them.
   * To be asked at one moment, for which it looks once what the agent has.
   */
  Predicate<BundleCapability> forOthers() {
    return new Predicate<>() {
      private @Nullable Set<String> own;

      @Override
      public boolean test(BundleCapability offered) {
        if (!offered.getNamespace().equals(NAMESPACE)
            || !isPlugin(offered.getRevision().getBundle())) {
          return true;
        }
        Set<String> known = own == null ? names() : own;
        own = known;
        return !known.contains(nameOf(offered));
      }
    };
  }

  static String nameOf(BundleCapability offered) {
    return String.valueOf(offered.getAttributes().get(NAMESPACE));
  }

  /** The packages that this revision would give from itself, rather than from whom it imports. */
  static Set<String> ownPackages(BundleRevision revision) {
    BundleWiring wiring = revision.getWiring();
    Set<String> own = new TreeSet<>();
    if (wiring != null) {
      wiring.getCapabilities(NAMESPACE).forEach(offered -> own.add(nameOf(offered)));
    } else {
      revision.getDeclaredCapabilities(NAMESPACE).forEach(offered -> own.add(nameOf(offered)));
      List<BundleRequirement> wanted = revision.getDeclaredRequirements(NAMESPACE);
      own.removeIf(name -> wanted.stream().anyMatch(one -> isImportOf(one, name)));
    }
    return own;
  }

  private static boolean isImportOf(BundleRequirement requirement, String name) {
    return !requirement.getDirectives().containsKey(Constants.RESOLUTION_DIRECTIVE)
        && requirement
            .getDirectives()
            .getOrDefault(Constants.FILTER_DIRECTIVE, "")
            .contains("(" + NAMESPACE + "=" + name + ")");
  }

  /** The agent's packages of which a resolved bundle has copies that it exports. */
  Set<String> copiesIn(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    Set<String> own = revision == null ? new TreeSet<>() : ownPackages(revision);
    if (!own.isEmpty()) {
      own.retainAll(names());
    }
    return own;
  }

  /** Why a resolved bundle cannot work: it has a copy of the agent's own classes. */
  Optional<String> objection(Bundle bundle) {
    for (String name : copiesIn(bundle)) {
      if (name.startsWith(OURS)) {
        return Optional.of("exports " + name + ", " + mend(name));
      }
    }
    return hasPrivateApi(bundle)
        ? Optional.of("has a copy of " + API + " in it, " + mend(API))
        : Optional.empty();
  }

  private static String mend(String name) {
    return "which is the agent's: to the agent the classes of the copy are others, and it would see"
        + " no collector. Import the package and leave it out of the JAR (with bnd: a dependency of"
        + " scope provided, and neither -exportcontents, Export-Package, -privatepackage,"
        + " -conditionalpackage nor -includeresource with "
        + name
        + ")";
  }

  private static boolean hasPrivateApi(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring == null
        || wiring.getRequiredWires(NAMESPACE).stream()
            .anyMatch(wire -> nameOf(wire.getCapability()).equals(API))) {
      return false;
    }
    return !wiring
        .listResources(
            API.replace('.', '/'), "MetricPlugin.class", BundleWiring.LISTRESOURCES_LOCAL)
        .isEmpty();
  }
}
