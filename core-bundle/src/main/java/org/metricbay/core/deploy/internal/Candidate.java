package org.metricbay.core.deploy.internal;

import java.util.Comparator;
import org.metricbay.core.deploy.internal.Content.Artifact;

/**
 * A bundle that could run.
 *
 * @param modified when its file was put there; what only a copy is left of is older than any file
 * @param spare whether it only runs if somebody needs just it
 */
record Candidate(Artifact artifact, long modified, boolean spare) {
  static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing((Candidate candidate) -> candidate.artifact().version())
          .thenComparing(Candidate::modified)
          .thenComparing(candidate -> candidate.artifact().file())
          .reversed();

  static Candidate inFile(Artifact artifact) {
    return new Candidate(artifact, artifact.modified(), false);
  }

  /** One that its file does not hold any more. */
  static Candidate kept(Artifact artifact, boolean spare) {
    return new Candidate(artifact, Long.MIN_VALUE, spare);
  }
}
