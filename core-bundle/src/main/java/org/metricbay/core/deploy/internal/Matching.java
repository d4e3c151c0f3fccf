package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Ties.Kind;
import org.metricbay.core.deploy.internal.Ties.Need;
import org.metricbay.core.deploy.internal.Ties.Offer;
import org.osgi.framework.Version;

/**
 * Who of several bundles that run together serves whom: a function of what they are, and not of
 * when they came. Whoever imports a package that it exports too has it from the best, and if that
 * is another, offers it to nobody, as the framework would have it.
 */
final class Matching {

  /** Something that one of them offers. */
  private record Offered(Artifact by, Offer what) {}

  /**
   * The highest version, then the name; see {@link Providers}, which compares what is installed.
   */
  private static final Comparator<Offered> BEST_FIRST =
      Comparator.comparing((Offered offered) -> offered.what().version())
          .reversed()
          .thenComparing(offered -> offered.by().symbolicName())
          .thenComparing(offered -> offered.by().version(), Comparator.reverseOrder())
          .thenComparing(offered -> offered.by().digest());

  private final Function<Artifact, List<Need>> needs;
  private final Map<String, List<Offered>> offered = new HashMap<>();

  /** Exports that are none, as the same is imported from another. */
  private final Set<Offered> dropped = new HashSet<>();

  Matching(
      Collection<Artifact> all,
      Function<Artifact, List<Offer>> offers,
      Function<Artifact, List<Need>> needs) {
    this.needs = needs;
    for (Artifact artifact : all) {
      for (Offer offer : offers.apply(artifact)) {
        offered
            .computeIfAbsent(key(offer.kind(), offer.name()), key -> new ArrayList<>())
            .add(new Offered(artifact, offer));
      }
    }
    offered.values().forEach(some -> some.sort(BEST_FIRST));
    offered.values().stream()
        .filter(some -> some.size() > 1 && some.get(0).what().kind() == Kind.PACKAGE)
        .forEach(this::dropImported);
  }

  private static String key(Kind kind, String name) {
    return kind + " " + name;
  }

  private void dropImported(List<Offered> exports) {
    boolean again = true;
    while (again) {
      again = false;
      for (Offered export : exports) {
        Optional<Need> own = ownNeedOf(export).filter(need -> !need.optional());
        if (own.isPresent() && !dropped.contains(export)) {
          boolean byOther =
              best(exports, own.get()).filter(best -> !best.by().equals(export.by())).isPresent();
          again |= byOther && dropped.add(export);
        }
      }
    }
  }

  private Optional<Need> ownNeedOf(Offered export) {
    return needs.apply(export.by()).stream()
        .filter(need -> need.kind() == Kind.PACKAGE && need.name().equals(export.what().name()))
        .findFirst();
  }

  private Optional<Offered> best(List<Offered> from, Need need) {
    return from.stream()
        .filter(one -> !dropped.contains(one) && need.isMetBy(one.what()))
        .findFirst();
  }

  /** In which versions something is offered. */
  Set<Version> versions(Kind kind, String name) {
    return offered.getOrDefault(key(kind, name), List.of()).stream()
        .filter(one -> !dropped.contains(one))
        .map(one -> one.what().version())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those whom it is to use for a need; none if nobody meets it. */
  List<Artifact> providers(Artifact user, Need need) {
    List<Offered> some = offered.getOrDefault(key(need.kind(), need.name()), List.of());
    if (need.all()) {
      return some.stream()
          .filter(one -> need.isMetBy(one.what()))
          .map(Offered::by)
          .distinct()
          .toList();
    }
    // What it need not have from another it does not give up its own for.
    boolean onlyOwn =
        need.optional()
            && need.kind() == Kind.PACKAGE
            && some.stream().anyMatch(one -> one.by().equals(user));
    return best(onlyOwn ? some.stream().filter(one -> one.by().equals(user)).toList() : some, need)
        .map(Offered::by)
        .stream()
        .toList();
  }
}
