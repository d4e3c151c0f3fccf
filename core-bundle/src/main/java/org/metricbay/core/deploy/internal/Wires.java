package org.metricbay.core.deploy.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Who of the running plugins uses whom, and who would if all came now. A picture of one moment.
 *
 * @param running by their current revisions
 * @param offered what they offer each other, by namespace
 * @param packages whose the agent's packages are
 * @param links who is to use whom, as far as that is planned
 */
record Wires(
    Map<BundleRevision, Generation> running,
    Map<String, List<BundleCapability>> offered,
    AgentPackages packages,
    Links links) {
  /** No bundle is wired to what each has of these. */
  private static final Set<String> FOR_NOBODY =
      Set.of(HostNamespace.HOST_NAMESPACE, IdentityNamespace.IDENTITY_NAMESPACE);

  /**
   * One that is not wired as it should be.
   *
   * @param better the digests of those it should be wired to, and is not, or the other way round
   */
  record Stale(Generation generation, boolean usesWhatIsGone, Set<String> better) {}

  static Wires among(Collection<Generation> running, AgentPackages packages, Links links) {
    Map<BundleRevision, Generation> byRevision = new HashMap<>();
    Map<String, List<BundleCapability>> offered = new HashMap<>();
    Predicate<BundleCapability> isForOthers = packages.forOthers();
    for (Generation generation : running) {
      BundleRevision revision = generation.bundle().adapt(BundleRevision.class);
      if (revision != null && !generation.isGone()) {
        byRevision.put(revision, generation);
        for (BundleCapability capability : offeredBy(revision)) {
          if (!FOR_NOBODY.contains(capability.getNamespace()) && isForOthers.test(capability)) {
            offered
                .computeIfAbsent(capability.getNamespace(), namespace -> new ArrayList<>())
                .add(capability);
          }
        }
      }
    }
    return new Wires(byRevision, offered, packages, links);
  }

  /** Not what it has from another, though it would have it itself. */
  private static List<BundleCapability> offeredBy(BundleRevision revision) {
    BundleWiring wiring = revision.getWiring();
    List<BundleCapability> offered = wiring == null ? null : wiring.getCapabilities(null);
    return offered == null ? revision.getDeclaredCapabilities(null) : offered;
  }

  List<Stale> stale() {
    List<Stale> stale = new ArrayList<>();
    running.forEach((revision, generation) -> stale(revision, generation).ifPresent(stale::add));
    return stale;
  }

  private Optional<Stale> stale(BundleRevision revision, Generation generation) {
    BundleWiring wiring = revision.getWiring();
    List<BundleWire> all = wiring == null ? null : wiring.getRequiredWires(null);
    if (all == null) {
      return Optional.empty(); // Nobody has started it.
    }
    boolean gone = false;
    Set<String> better = new TreeSet<>();
    for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
      List<BundleRevision> now =
          all.stream()
              .filter(wire -> wire.getRequirement().equals(requirement))
              .map(BundleWire::getProvider)
              .toList();
      gone |= now.stream().anyMatch(provider -> isPlugin(provider) && !isCurrent(provider));
      boolean byAgent = now.stream().anyMatch(provider -> !isPlugin(provider));
      if (!byAgent && Providers.isForResolving(requirement) && !Providers.isDynamic(requirement)) {
        Set<BundleRevision> wanted = wanted(requirement, revision, generation);
        wanted.stream()
            .filter(provider -> !now.contains(provider))
            .forEach(provider -> better.add(digestOf(provider)));
        now.stream()
            .filter(provider -> !wanted.contains(provider) && !provider.equals(revision))
            .forEach(provider -> better.add("not " + digestOf(provider)));
      }
    }
    return gone || !better.isEmpty()
        ? Optional.of(new Stale(generation, gone, better))
        : Optional.empty();
  }

  private String digestOf(BundleRevision provider) {
    Generation generation = running.get(provider);
    return generation == null ? "" : generation.artifact().digest();
  }

  private boolean isPlugin(BundleRevision provider) {
    return packages.isPlugin(provider.getBundle());
  }

  /** What plugins have installed is there for as long as it is installed. */
  private boolean isCurrent(BundleRevision provider) {
    return running.containsKey(provider)
        || (provider.getBundle().getState() != Bundle.UNINSTALLED
            && provider.equals(provider.getBundle().adapt(BundleRevision.class))
            && running.values().stream()
                .noneMatch(
                    other ->
                        other
                            .bundle()
                            .getSymbolicName()
                            .equals(provider.getBundle().getSymbolicName())));
  }

  /** Whom it should be wired to; not itself, to which nobody is. */
  private Set<BundleRevision> wanted(
      BundleRequirement requirement, BundleRevision user, Generation generation) {
    Optional<Set<String>> planned = links.of(generation.artifact().digest(), requirement);
    if (planned.isEmpty()) {
      return best(requirement, user);
    }
    Set<BundleRevision> wanted = new LinkedHashSet<>();
    running.forEach(
        (revision, other) -> {
          if (planned.get().contains(other.slot()) && !revision.equals(user)) {
            wanted.add(revision);
          }
        });
    // As long as none of those runs, the best that does is as good.
    return wanted.isEmpty()
            && !planned.get().isEmpty()
            && !planned.get().contains(generation.slot())
        ? best(requirement, user)
        : wanted;
  }

  private Set<BundleRevision> best(BundleRequirement requirement, BundleRevision user) {
    String namespace = requirement.getNamespace();
    List<BundleCapability> candidates =
        Stream.concat(
                offered.getOrDefault(namespace, List.of()).stream(),
                user.getDeclaredCapabilities(namespace).stream())
            .filter(requirement::matches)
            .distinct()
            .toList();
    Set<BundleRevision> wanted = new LinkedHashSet<>();
    if (Providers.wantsAll(requirement)) {
      candidates.forEach(candidate -> wanted.add(candidate.getRevision()));
    } else {
      Providers.best(candidates).ifPresent(best -> wanted.add(best.getRevision()));
    }
    wanted.remove(user);
    return wanted;
  }

  /** These, and all that use them, or those that do. */
  List<Generation> withUsers(List<Generation> some) {
    return some.isEmpty() ? List.of() : List.copyOf(reached(some, users()));
  }

  /** Those that use it, and that it uses, in however many steps. */
  List<Generation> circleOf(Generation one) {
    Map<Generation, Set<Generation>> users = users();
    Set<Generation> circle = reached(users.getOrDefault(one, Set.of()), users);
    circle.removeIf(user -> !reached(List.of(user), users).contains(one));
    circle.remove(one);
    return List.copyOf(circle);
  }

  private static Set<Generation> reached(
      Collection<Generation> from, Map<Generation, Set<Generation>> users) {
    Set<Generation> reached = new LinkedHashSet<>(from);
    Deque<Generation> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      for (Generation user : users.getOrDefault(open.remove(), Set.of())) {
        if (reached.add(user)) {
          open.add(user);
        }
      }
    }
    return reached;
  }

  /** Who uses each. */
  Map<Generation, Set<Generation>> users() {
    Map<Generation, Set<Generation>> users = new HashMap<>();
    running.forEach(
        (revision, generation) -> {
          BundleWiring wiring = revision.getWiring();
          List<BundleWire> wires = wiring == null ? null : wiring.getRequiredWires(null);
          if (wires != null) {
            for (BundleWire wire : wires) {
              Generation provider = running.get(wire.getProvider());
              if (provider != null && !provider.equals(generation)) {
                users.computeIfAbsent(provider, p -> new HashSet<>()).add(generation);
              }
            }
          }
        });
    return users;
  }
}
