package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Ties.Kind;
import org.metricbay.core.deploy.internal.Ties.Need;
import org.metricbay.core.deploy.internal.Ties.Offer;
import org.osgi.framework.Version;

/**
 * Chooses of the bundles that could run those that can run together. It begins with the best of
 * each name, and takes the next best of those that lack something, until nobody does; no choice is
 * gone back on, so there is an end. For one plan.
 */
final class Planner {

  /**
   * What is chosen.
   *
   * @param wanted by slot
   * @param waiting why others are not that would be preferred, by digest
   * @param links who of them is to use whom
   */
  record Choice(Map<String, Artifact> wanted, Map<String, Refusal> waiting, Links links) {}

  private final SortedMap<String, List<Candidate>> candidates = new TreeMap<>();
  private final Outside outside;

  /** What a file stands for if what it holds cannot run. */
  private final Map<Artifact, Artifact> inPlace = new HashMap<>();

  private final Map<Artifact, List<Offer>> offers = new HashMap<>();
  private final Map<Artifact, List<Need>> needs = new HashMap<>();

  /** What any file offers, by name, to tell what the agent alone could have. */
  private final Set<String> inFolder = new HashSet<>();

  private final Map<String, Artifact> chosen = new TreeMap<>();

  /** Other versions of libraries, which somebody needs. */
  private final Set<Artifact> besides = new HashSet<>();

  private final Map<Artifact, String> rejected = new LinkedHashMap<>();

  Planner(Outside outside) {
    this.outside = outside;
  }

  void add(Candidate candidate) {
    named(candidate.artifact().symbolicName()).add(candidate);
  }

  private List<Candidate> named(String symbolicName) {
    return candidates.computeIfAbsent(symbolicName, name -> new ArrayList<>());
  }

  /** The second is what ran from the first one's file; as a library it may be needed still. */
  void addInPlaceOf(Artifact artifact, Artifact good) {
    inPlace.put(artifact, good);
    if (good.isLibrary()) {
      add(Candidate.kept(good, true));
    }
  }

  Choice choose() {
    candidates.values().forEach(some -> some.sort(Candidate.BEST_FIRST));
    candidates.keySet().forEach(this::choose);
    if (!outside.isCertain() && artifacts().noneMatch(some -> some.ties().offersAnything())) {
      return result(); // Nobody needs anything of another.
    }
    artifacts().forEach(this::takeUp);
    inPlace.values().forEach(this::takeUp);
    settle();
    boolean more = true;
    while (more) {
      more = giveAnotherChance();
    }
    return result();
  }

  private Stream<Artifact> artifacts() {
    return candidates.values().stream().flatMap(List::stream).map(Candidate::artifact);
  }

  private void takeUp(Artifact artifact) {
    if (artifact.ties().offersAnything()) {
      List<Offer> offered = artifact.ties().offers(artifact.symbolicName(), artifact.version());
      offers.put(artifact, offered);
      offered.forEach(offer -> inFolder.add(offer.name()));
    } else {
      // It may be required by its name.
      offers.put(
          artifact, List.of(new Offer(Kind.BUNDLE, artifact.symbolicName(), artifact.version())));
      inFolder.add(artifact.symbolicName());
    }
  }

  private void choose(String name) {
    named(name).stream()
        .filter(candidate -> !candidate.spare())
        .map(Candidate::artifact)
        .filter(artifact -> rejected.isEmpty() || !rejected.containsKey(artifact))
        .findFirst()
        .ifPresentOrElse(best -> chosen.put(name, best), () -> chosen.remove(name));
  }

  /** Gives up all that lack something, and what was there only for them, until none does. */
  private void settle() {
    boolean again = true;
    while (again) {
      addNeeded();
      Map<Artifact, String> lacking = new LinkedHashMap<>();
      Matching matching = matching();
      all()
          .forEach(
              artifact -> lackOf(artifact, matching).ifPresent(why -> lacking.put(artifact, why)));
      rejected.putAll(lacking);
      besides.removeAll(lacking.keySet());
      lacking.keySet().forEach(this::chooseAnother);
      again = !lacking.isEmpty();
    }
  }

  private void chooseAnother(Artifact lacking) {
    Artifact good = inPlace.remove(lacking);
    if (good != null) {
      add(Candidate.kept(good, false));
      named(good.symbolicName()).sort(Candidate.BEST_FIRST);
      if (!chosen.containsKey(good.symbolicName())) {
        choose(good.symbolicName());
      }
    }
    if (lacking.equals(chosen.get(lacking.symbolicName()))) {
      choose(lacking.symbolicName());
    }
  }

  private List<Artifact> all() {
    List<Artifact> all = new ArrayList<>(chosen.values());
    besides.stream().filter(artifact -> !all.contains(artifact)).forEach(all::add);
    return all;
  }

  /** Adds versions of libraries for needs that nobody else meets; only those that are needed. */
  private void addNeeded() {
    besides.clear();
    boolean again = true;
    while (again) {
      Set<Artifact> added = new HashSet<>();
      Matching matching = matching();
      for (Artifact user : all()) {
        for (Need need : needsOf(user)) {
          if (!isMet(user, need, matching)) {
            anotherVersion(need).ifPresent(added::add);
          }
        }
      }
      again = besides.addAll(added);
    }
  }

  private Optional<Artifact> anotherVersion(Need need) {
    return artifacts()
        .filter(artifact -> artifact.isLibrary() && !rejected.containsKey(artifact))
        .filter(artifact -> isFree(artifact) && offersOf(artifact).stream().anyMatch(need::isMetBy))
        .findFirst();
  }

  /** Of one version there is only one. */
  private boolean isFree(Artifact artifact) {
    return all().stream().noneMatch(other -> other.slot().equals(artifact.slot()));
  }

  private List<Need> needsOf(Artifact artifact) {
    return needs.computeIfAbsent(artifact, user -> user.ties().needs());
  }

  private List<Offer> offersOf(Artifact artifact) {
    return offers.getOrDefault(artifact, List.of());
  }

  private Matching matching() {
    return new Matching(all(), this::offersOf, this::needsOf);
  }

  private boolean isMetOutside(Need need) {
    return outside.meets(need, inFolder.contains(need.name()));
  }

  private boolean isMet(Artifact user, Need need, Matching matching) {
    return isMetOutside(need) || !matching.providers(user, need).isEmpty();
  }

  private Optional<String> lackOf(Artifact artifact, Matching matching) {
    String lack =
        needsOf(artifact).stream()
            .filter(need -> !need.optional() && !isMet(artifact, need, matching))
            .map(need -> describe(need, matching))
            .distinct()
            .collect(Collectors.joining("; "));
    return lack.isEmpty() ? Optional.empty() : Optional.of(lack);
  }

  private String describe(Need need, Matching matching) {
    Set<Version> versions = new TreeSet<>(outside.versions(need.kind(), need.name()));
    versions.addAll(matching.versions(need.kind(), need.name()));
    String there = versions.stream().map(Version::toString).collect(Collectors.joining(" and "));
    return switch (need.kind()) {
      case PACKAGE ->
          "needs package "
              + need.name()
              + need.range(" ")
              + (there.isEmpty() ? ", which nobody exports" : ", but there is " + there);
      case BUNDLE ->
          "needs bundle "
              + need.name()
              + need.range(" ")
              + (there.isEmpty() ? ", which is not there" : ", but there is " + there);
      case CAPABILITY -> MissingRequirements.describeCapability(need.name(), need.filter());
    };
  }

  /** Of names of which nothing is chosen, another may do now that others were chosen. */
  private boolean giveAnotherChance() {
    List<String> open =
        candidates.keySet().stream().filter(name -> !chosen.containsKey(name)).toList();
    Map<Artifact, String> before = new LinkedHashMap<>(rejected);
    open.forEach(name -> named(name).forEach(one -> rejected.remove(one.artifact())));
    open.forEach(this::choose);
    settle();
    before.forEach(rejected::putIfAbsent);
    all().forEach(rejected::remove);
    return open.stream().anyMatch(chosen::containsKey);
  }

  private Choice result() {
    Map<String, Artifact> wanted = new TreeMap<>();
    all().forEach(artifact -> wanted.put(artifact.slot(), artifact));
    Map<String, Refusal> waiting = new HashMap<>();
    rejected.forEach((artifact, why) -> waiting.put(artifact.digest(), Refusal.waiting(why)));
    wanted.values().forEach(artifact -> waiting.remove(artifact.digest()));
    return new Choice(wanted, waiting, offers.isEmpty() ? Links.NONE : links());
  }

  private Links links() {
    Matching matching = matching();
    Map<String, Map<String, Set<String>>> links = new HashMap<>();
    for (Artifact user : all()) {
      Map<String, Set<String>> own = new HashMap<>();
      for (Need need : needsOf(user)) {
        if (!isMetOutside(need)) {
          own.put(
              need.key(),
              matching.providers(user, need).stream()
                  .map(Artifact::slot)
                  .collect(Collectors.toSet()));
        }
      }
      links.put(user.digest(), own);
    }
    return new Links(links);
  }
}
