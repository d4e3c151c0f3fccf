package org.metricbay.core.deploy.internal;

import java.util.Optional;
import java.util.SortedMap;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;

/**
 * Tells whether what runs may stay as it is.
 *
 * @param running what runs
 * @param stopped what is stopped by hand, and so need not run
 * @param leftOut what may not run, as it brought the agent down
 * @param good what each file stands for
 */
record Stays(Running running, StoppedByHand stopped, LeftOut leftOut, GoodVersions good) {

  /** Whether it is just what should run. */
  boolean isAsWanted(Generation present, Artifact wanted) {
    return present.hasBytesOf(wanted)
        && present.intact()
        && (present.isStarted() || stopped.contains(wanted.symbolicName()));
  }

  /** Whether it goes on although nothing of its symbolic name should run. */
  boolean goesOn(Generation present, SortedMap<String, Content> contents, Plan plan) {
    Optional<Content> content = Optional.ofNullable(contents.get(present.artifact().file()));
    boolean isOlder =
        present.artifact().isLibrary() && !good.standsForItsFile(present.artifact(), contents);
    return content.filter(it -> !isOlder && hasFileFor(present, it, plan)).isPresent()
        || awaitsSuccessor(present, content, plan);
  }

  /** Its file is there, and nothing better could be run in its place. */
  private boolean hasFileFor(Generation present, Content content, Plan plan) {
    return !leftOut.contains(present.artifact())
        && !plan.waiting().containsKey(present.artifact().digest())
        && !plan.duplicates().containsKey(present.artifact().file())
        && (content instanceof Problem
            || (content instanceof Artifact artifact
                && artifact.slot().equals(present.slot())
                && plan.best(artifact.symbolicName()).isEmpty()));
  }

  /**
   * Another symbolic name in its file takes its place, but only when the new bundle runs; until
   * then nobody knows whether the file holds anything that does. So does another version of a
   * library.
   */
  private boolean awaitsSuccessor(Generation present, Optional<Content> content, Plan plan) {
    return content.filter(it -> it instanceof Artifact next && isYetToCome(next, plan)).isPresent()
        || plan.best(present.artifact().symbolicName())
            .filter(best -> isYetToCome(best, plan))
            .isPresent();
  }

  private boolean isYetToCome(Artifact successor, Plan plan) {
    return successor.equals(plan.wanted().get(successor.slot()))
        && running.get(successor.slot()).filter(runs -> isAsWanted(runs, successor)).isEmpty();
  }
}
