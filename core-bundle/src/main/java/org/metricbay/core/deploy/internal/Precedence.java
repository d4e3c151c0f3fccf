package org.metricbay.core.deploy.internal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.Shipped;
import org.metricbay.core.deploy.internal.Content.Artifact;

/**
 * Which of the files with one symbolic name may stand for it at all: one of the distribution goes
 * before what is dropped, and where the makers differ, who was there first. A pure function of its
 * inputs.
 *
 * @param shipped the plugins of the distribution
 * @param places who was there first, by symbolic name
 */
record Precedence(Shipped shipped, Map<String, Places.Place> places) {
  static final Precedence NONE = new Precedence(Shipped.NONE, Map.of());

  /**
   * Why files must not stand for the name, by file; the others may.
   *
   * @param candidates all that have it
   * @param contents what each file holds
   */
  Map<String, String> duplicates(
      String name, List<Artifact> candidates, Map<String, Content> contents) {
    Optional<String> own = shipped.file(name).filter(file -> isItsOwn(name, contents.get(file)));
    Map<String, String> duplicates = new HashMap<>();
    if (own.isPresent()) {
      for (Artifact candidate : candidates) {
        if (!candidate.file().equals(own.get())) {
          duplicates.put(candidate.file(), isOfDistribution(name, own.get()));
        }
      }
    } else if (candidates.stream().allMatch(Artifact::isLibrary)) {
      // Their versions take nothing from each other.
      candidates.stream()
          .collect(Collectors.groupingBy(Artifact::slot))
          .values()
          .forEach(same -> duplicates.putAll(ofOtherMakers(name, same)));
    } else {
      duplicates.putAll(ofOtherMakers(name, candidates));
    }
    return duplicates;
  }

  private Map<String, String> ofOtherMakers(String name, List<Artifact> candidates) {
    Map<String, String> duplicates = new HashMap<>();
    if (candidates.size() > 1) {
      Artifact first = first(name, candidates);
      Maker maker = first.maker();
      for (Artifact candidate : candidates) {
        if (!candidate.file().equals(first.file()) && !candidate.maker().isSameAs(maker)) {
          duplicates.put(candidate.file(), wasFirst(first, maker, candidate.maker()));
        }
      }
    }
    return duplicates;
  }

  /** Also if it cannot be read: it may be just being written. */
  private static boolean isItsOwn(String name, @Nullable Content content) {
    return content != null
        && !(content instanceof Artifact artifact && !artifact.symbolicName().equals(name));
  }

  /** The file of who was there first: of its maker, else the one it was in, else the oldest. */
  private Artifact first(String name, List<Artifact> candidates) {
    Comparator<Artifact> oldest =
        Comparator.comparing(Artifact::modified).thenComparing(Artifact::file);
    Places.Place place = places.get(name);
    if (place != null) {
      Optional<Artifact> its =
          candidates.stream()
              .filter(it -> it.maker().isSameAs(place.maker()))
              .min(oldest)
              .or(() -> candidates.stream().filter(it -> it.file().equals(place.file())).findAny());
      if (its.isPresent()) {
        return its.get();
      }
    }
    return candidates.stream().min(oldest).orElseThrow();
  }

  private static String isOfDistribution(String name, String own) {
    return own
        + " is the distribution's "
        + name
        + ", which goes first: give this one another Bundle-SymbolicName, or copy it over "
        + own
        + " if it is to run in its place";
  }

  private static String wasFirst(Artifact first, Maker maker, Maker other) {
    return first.file()
        + " has this symbolic name, was there first and is of another maker ("
        + maker.shown()
        + "; this one: "
        + other.shown()
        + "): change Bundle-SymbolicName, or delete "
        + first.file();
  }
}
