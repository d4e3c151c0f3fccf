package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.deploy.internal.Ties.Kind;
import org.metricbay.core.deploy.internal.Ties.Need;
import org.metricbay.core.deploy.internal.Ties.Offer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** What others than the files in the folder offer to them: the agent and the JVM. For one plan. */
final class Outside {
  private final Supplier<Set<Offer>> source;
  private final boolean certain;
  private @Nullable Set<Offer> offers;

  /**
   * Looks when it is asked.
   *
   * @param source tells what is offered
   * @param certain whether to look also for what no file offers, of which mostly all is there
   */
  Outside(Supplier<Set<Offer>> source, boolean certain) {
    this.source = source;
    this.certain = certain;
  }

  boolean isCertain() {
    return certain;
  }

  /** Whether a need is met, or to be taken as met as nobody has complained yet. */
  boolean meets(Need need, boolean inFolder) {
    if (!inFolder && !certain) {
      return true;
    }
    return offers().stream().anyMatch(need::isMetBy);
  }

  /** In which versions it offers something of this kind and name. */
  Set<Version> versions(Kind kind, String name) {
    return offers().stream()
        .filter(offer -> offer.kind() == kind && offer.name().equals(name))
        .map(Offer::version)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<Offer> offers() {
    Set<Offer> known = offers;
    if (known == null) {
      known = source.get();
      offers = known;
    }
    return known;
  }

  /** What the bundles here offer that are no plugins. */
  static Set<Offer> offersIn(BundleContext context, AgentPackages packages) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> !packages.isPlugin(bundle) && bundle.getSymbolicName() != null)
        .flatMap(bundle -> offersOf(bundle).stream())
        .collect(Collectors.toSet());
  }

  private static List<Offer> offersOf(Bundle bundle) {
    List<Offer> offers = new ArrayList<>();
    offers.add(new Offer(Kind.BUNDLE, bundle.getSymbolicName(), bundle.getVersion()));
    if (bundle.getBundleId() == 0) {
      offers.add(new Offer(Kind.BUNDLE, Constants.SYSTEM_BUNDLE_SYMBOLICNAME, bundle.getVersion()));
    }
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision != null) {
      revision.getDeclaredCapabilities(null).forEach(offered -> offers.add(offer(offered)));
    }
    return offers;
  }

  private static Offer offer(BundleCapability offered) {
    String namespace = offered.getNamespace();
    if (!namespace.equals(PackageNamespace.PACKAGE_NAMESPACE)) {
      return new Offer(Kind.CAPABILITY, namespace, Version.emptyVersion, offered.getAttributes());
    }
    Object version = offered.getAttributes().get(Constants.VERSION_ATTRIBUTE);
    return new Offer(
        Kind.PACKAGE,
        AgentPackages.nameOf(offered),
        version instanceof Version known ? known : Objects.requireNonNull(Version.emptyVersion));
  }
}
