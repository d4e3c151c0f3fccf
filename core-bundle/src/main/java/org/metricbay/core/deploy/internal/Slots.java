package org.metricbay.core.deploy.internal;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** The generations of each plugin, as the resolver needs to know them. For use by any thread. */
final class Slots {
  private final Map<Bundle, String> slots = new ConcurrentHashMap<>();
  private final Map<Bundle, String> digests = new ConcurrentHashMap<>();
  private volatile Links links = Links.NONE;

  /** Bundles for which the framework could find no way with the best providers alone. */
  private final Map<Bundle, Choice> choosing = new ConcurrentHashMap<>();

  /** Which providers the resolver may take. */
  enum Choice {
    /** The best. */
    NONE,
    /** Any, but of each plugin only the last generation. */
    OF_LAST,
    /** Any, of each plugin the last generation that could be resolved. */
    OF_RESOLVED
  }

  void add(Bundle bundle, Artifact artifact) {
    digests.put(bundle, artifact.digest());
    slots.put(bundle, artifact.slot());
  }

  void remove(Bundle bundle) {
    slots.remove(bundle);
    digests.remove(bundle);
  }

  /** From now on this is what is planned. */
  void link(Links planned) {
    links = planned;
  }

  /** Slots of those that are to serve this, if that is planned. */
  Optional<Set<String>> plannedFor(BundleRequirement requirement) {
    String digest = digests.get(requirement.getRevision().getBundle());
    return digest == null ? Optional.empty() : links.of(digest, requirement);
  }

  boolean isIn(Bundle bundle, Set<String> some) {
    String slot = slots.get(bundle);
    return slot != null && some.contains(slot);
  }

  /** Whether one of these is of this slot. */
  boolean haveOneOf(Collection<Bundle> some, String slot) {
    return some.stream().anyMatch(bundle -> slot.equals(slots.get(bundle)));
  }

  /** Whether both are of one plugin. */
  boolean areGenerations(Bundle one, Bundle other) {
    String slot = slots.get(one);
    return slot != null && slot.equals(slots.get(other));
  }

  /**
   * Whether another generation has come after it that may serve others.
   *
   * @param onlyByResolved whether one does not count that could not be resolved
   */
  boolean isSucceeded(Bundle bundle, boolean onlyByResolved) {
    String slot = slots.get(bundle);
    if (slot == null) {
      return false;
    }
    return slots.entrySet().stream()
        .filter(other -> other.getValue().equals(slot))
        .map(Map.Entry::getKey)
        .anyMatch(
            other ->
                other.getBundleId() > bundle.getBundleId()
                    && other.getState() != Bundle.UNINSTALLED
                    && !(onlyByResolved && other.getState() == Bundle.INSTALLED));
  }

  /** The resolver is to have this choice for these, until it is said otherwise. */
  void choosing(Collection<Bundle> some, Choice choice) {
    some.forEach(bundle -> choosing.put(bundle, choice));
  }

  /** The widest choice that one of those that are being resolved is to be given. */
  Choice choiceOf(Collection<BundleRevision> resolving) {
    Choice widest = Choice.NONE;
    if (!choosing.isEmpty()) {
      for (BundleRevision revision : resolving) {
        Choice choice = choosing.getOrDefault(revision.getBundle(), Choice.NONE);
        widest = choice.compareTo(widest) > 0 ? choice : widest;
      }
    }
    return widest;
  }

  /** These have been resolved, or cannot be. */
  void chosen(Collection<Bundle> some) {
    choosing.keySet().removeAll(some);
  }
}
