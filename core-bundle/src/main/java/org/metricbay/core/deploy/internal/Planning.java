package org.metricbay.core.deploy.internal;

import java.util.Set;
import java.util.SortedMap;
import org.metricbay.core.deploy.internal.Content.Artifact;

/** Makes the plans, and has the framework wire bundles by them. For use by one thread. */
final class Planning {
  private final PluginBundles bundles;
  private final GoodVersions good;
  private final Seniors seniors;

  /**
   * Whether what is needed may be nobody's. As long as nothing in the folder offers anything, and
   * nobody complains, it is taken to be the agent's, and not looked for at each look.
   */
  private boolean mayBeMissing;

  private Plan plan = Plan.NOTHING;

  /** What was kept when the plan was made. */
  private int madeWith;

  Planning(PluginBundles bundles, GoodVersions good, DeploySettings settings) {
    this.bundles = bundles;
    this.good = good;
    this.seniors = Seniors.of(bundles, settings);
  }

  /** The last plan. */
  Plan plan() {
    return plan;
  }

  /** Makes another one. */
  void make(SortedMap<String, Content> contents, Refusals refused, Running running) {
    madeWith = good.state();
    mayBeMissing |= contents.values().stream().anyMatch(Planning::offersAnything);
    plan =
        seniors.plan(
            new Plan.Folder(contents, good.lastGood(), good.older()),
            refused,
            running.symbolicNames(),
            new Outside(
                () -> Outside.offersIn(bundles.context(), bundles.packages()), mayBeMissing));
    bundles.slots().link(plan.links());
  }

  private static boolean offersAnything(Content content) {
    return content instanceof Artifact artifact && artifact.ties().offersAnything();
  }

  /** It runs from now on. */
  void ran(Artifact artifact, byte[] bytes, SortedMap<String, Content> contents) {
    if (good.standsForItsFile(artifact, contents)) {
      good.ran(artifact, bytes);
    }
    if (plan.isBest(artifact)) {
      seniors.ran(artifact);
    }
  }

  /** A bundle could not be run. */
  void failed(Refusal refusal) {
    mayBeMissing |= refusal.unresolved();
  }

  /** Forgets whose files are gone. */
  void retain(SortedMap<String, Content> contents, Set<String> running) {
    good.retainFiles(contents.keySet());
    seniors.retain(contents, good, running);
  }

  /** Forgets the libraries that nobody needs; a restart would plan with what is left then. */
  boolean isOfWhatIsKept() {
    good.retainOlder(plan.wanted().values());
    return madeWith == good.state();
  }
}
