package org.metricbay.core.deploy.internal;

import java.util.Map;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;

/** Whether what runs may stay. A view of the reconciler's state at one moment. */
record Standing(
    Map<String, Content> contents,
    Plan plan,
    Running running,
    StoppedByHand stopped,
    LeftOut leftOut) {

  boolean isAsWanted(Generation present, Artifact wanted) {
    return present.hasBytesOf(wanted)
        && present.intact()
        && (present.isStarted() || stopped.contains(wanted.symbolicName()));
  }

  /** Though nothing is wanted in its slot. */
  boolean goesOn(Generation present) {
    return hasFileFor(present) || awaitsSuccessor(present);
  }

  /** What runs goes on if its file is there and nothing better could be run in its place. */
  private boolean hasFileFor(Generation present) {
    Content content = contents.get(present.artifact().file());
    return !leftOut.contains(present.artifact())
        && !plan.waiting().containsKey(present.artifact().digest())
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
  private boolean awaitsSuccessor(Generation present) {
    return (contents.get(present.artifact().file()) instanceof Artifact successor
            && isYetToCome(successor))
        || plan.best(present.artifact().symbolicName()).filter(this::isYetToCome).isPresent();
  }

  private boolean isYetToCome(Artifact successor) {
    return successor.equals(plan.wanted().get(successor.slot()))
        && running.get(successor.slot()).filter(runs -> isAsWanted(runs, successor)).isEmpty();
  }
}
