package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.metricbay.core.deploy.internal.Content.Artifact;

/** Begins attempts: which of them together, and on what terms. For use by one thread. */
final class Beginnings {
  private final Attempts attempts;
  private final PluginBundles bundles;
  private final DeploySettings settings;
  private final Wirings wirings;
  private final Running running;
  private final StoppedByHand stopped;
  private final GoodVersions good;
  private final Function<Artifact, Optional<byte[]>> bytes;

  /**
   * Has begun nothing.
   *
   * @param bytes of a bundle; whoever has none says so to whom it matters
   */
  Beginnings(
      Attempts attempts,
      PluginBundles bundles,
      DeploySettings settings,
      Wirings wirings,
      Running running,
      StoppedByHand stopped,
      GoodVersions good,
      Function<Artifact, Optional<byte[]>> bytes) {
    this.attempts = attempts;
    this.bundles = bundles;
    this.settings = settings;
    this.wirings = wirings;
    this.running = running;
    this.stopped = stopped;
    this.good = good;
    this.bytes = bytes;
  }

  /**
   * Bundles that need each other, now or as planned, change in one step, or each would be tried
   * with the former, and restarted once more for each that follows. So do those that it is to use
   * and that are not wired as planned yet: what one exports that has it from another now reaches
   * nobody.
   */
  void begin(Artifact artifact, Plan plan) {
    attempt(artifact).ifPresent(attempts::add);
    Set<Generation> circle =
        new LinkedHashSet<>(wirings.circleOf(running.before(artifact), running.all()));
    if (!plan.links().of(artifact).isEmpty()) {
      running.all().stream().filter(it -> plan.uses(artifact, it.slot())).forEach(circle::add);
      wirings.notAsPlanned(running.all(), plan.links()).stream()
          .filter(it -> plan.uses(artifact, it.slot()) && plan.wants(it.artifact()))
          .filter(it -> !attempts.contains(it.slot()))
          .forEach(it -> attempt(it.artifact()).ifPresent(attempts::add));
    }
    for (Generation other : circle) {
      boolean willUseIt = plan.uses(other.artifact(), artifact.slot());
      if (willUseIt && plan.wants(other.artifact()) && !attempts.contains(other.slot())) {
        attempt(other.artifact())
            .map(attempt -> attempt.because(artifact.slot()))
            .ifPresent(attempts::add);
      }
    }
  }

  /** Restarts bundles beside themselves. The result does not count against their files. */
  void renew(List<Generation> some) {
    List<Attempt> together = new ArrayList<>();
    for (Generation present : some) {
      if (!attempts.contains(present.slot())) {
        attempt(present.artifact()).ifPresent(together::add);
      }
    }
    attempts.addTogether(together);
    attempts.begin();
  }

  private Optional<Attempt> attempt(Artifact artifact) {
    boolean start = !stopped.contains(artifact.symbolicName());
    return bytes
        .apply(artifact)
        .map(
            jar ->
                new Attempt(
                    artifact,
                    jar,
                    running.formerOf(artifact.slot()),
                    new Attempt.Terms(start, good.hasOther(artifact)),
                    bundles,
                    settings));
  }
}
