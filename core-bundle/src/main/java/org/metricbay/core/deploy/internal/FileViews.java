package org.metricbay.core.deploy.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;
import org.osgi.framework.Bundle;

/**
 * How the reconciler's state looks to an operator, file by file.
 *
 * @param users bundles that use others', by the one that has those
 */
record FileViews(
    SortedMap<String, Content> contents,
    Plan plan,
    Running running,
    Set<String> attempted,
    Refusals refused,
    Map<Generation, Set<Generation>> users) {

  private record State(FileState state, Optional<String> reason) {
    static State of(FileState state) {
      return new State(state, Optional.empty());
    }

    static State of(FileState state, String reason) {
      return new State(state, Optional.of(reason));
    }
  }

  List<PluginFile> list(Predicate<String> stoppedByHand) {
    Map<String, Set<String>> usedBy = usedBy();
    Map<String, Generation> byFile = new HashMap<>();
    for (Generation generation : running.all()) {
      // One that hangs in its stop does not run, though it is not gone.
      if (generation.bundle().getState() != Bundle.STOPPING) {
        byFile.merge(generation.artifact().file(), generation, this::ofFile);
      }
    }
    return contents.entrySet().stream()
        .map(
            entry ->
                view(
                        entry.getKey(),
                        entry.getValue(),
                        Optional.ofNullable(byFile.get(entry.getKey())),
                        stoppedByHand)
                    .withUsers(usedBy.getOrDefault(entry.getKey(), Set.of())))
        .toList();
  }

  /** The same by file. */
  private Map<String, Set<String>> usedBy() {
    Map<String, Set<String>> usedBy = new HashMap<>();
    users.forEach(
        (provider, some) ->
            some.forEach(
                user ->
                    usedBy
                        .computeIfAbsent(provider.artifact().file(), file -> new TreeSet<>())
                        .add(user.artifact().file())));
    return usedBy;
  }

  /** Of several libraries that came in one file the one that is in it now. */
  private Generation ofFile(Generation one, Generation other) {
    return contents.get(other.artifact().file()) instanceof Artifact artifact
            && other.hasBytesOf(artifact)
        ? other
        : one;
  }

  private PluginFile view(
      String file,
      Content content,
      Optional<Generation> generation,
      Predicate<String> stoppedByHand) {
    Optional<Artifact> artifact = content instanceof Artifact a ? Optional.of(a) : Optional.empty();
    State state =
        content instanceof Problem problem
            ? stateOf(problem)
            : stateOf(artifact.orElseThrow(), stoppedByHand);
    return new PluginFile(
            file,
            artifact.map(Artifact::symbolicName),
            artifact.map(a -> a.version().toString()),
            state.state(),
            state.reason(),
            generation
                .map(g -> OptionalLong.of(g.bundle().getBundleId()))
                .orElse(OptionalLong.empty()),
            generation.map(g -> g.artifact().version().toString()))
        .withNextTry(artifact.flatMap(refused::nextTry));
  }

  private static State stateOf(Problem problem) {
    return problem.incomplete()
        ? State.of(FileState.INCOMPLETE, problem.reason() + "; waiting for the rest")
        : State.of(FileState.INVALID, problem.reason());
  }

  private State stateOf(Artifact artifact, Predicate<String> stoppedByHand) {
    Refusal refusal =
        refused.byDigest().getOrDefault(artifact.digest(), plan.waiting().get(artifact.digest()));
    if (refusal != null) {
      return State.of(FileState.REFUSED, refusal.reason());
    }
    String duplicate = plan.duplicates().get(artifact.file());
    if (duplicate != null) {
      return State.of(FileState.DUPLICATE, duplicate);
    }
    Artifact wanted = plan.wanted().get(artifact.slot());
    if (wanted == null || !wanted.file().equals(artifact.file())) {
      Optional<Artifact> other = plan.best(artifact.symbolicName());
      if (other.isPresent()) {
        return State.of(
            FileState.SHADOWED,
            other.get().file() + " has " + other.get().label() + " and is preferred");
      }
    }
    Generation generation = running.get(artifact.slot()).orElse(null);
    if (generation == null
        || !generation.artifact().digest().equals(artifact.digest())
        || attempted.contains(artifact.slot())) {
      return State.of(FileState.DEPLOYING);
    }
    return stoppedByHand.test(artifact.symbolicName())
        ? State.of(
            FileState.STOPPED,
            "was stopped by hand; start bundle " + generation.bundle().getBundleId() + " to run it")
        : State.of(FileState.RUNNING);
  }
}
