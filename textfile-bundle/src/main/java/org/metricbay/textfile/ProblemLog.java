package org.metricbay.textfile;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/** Logs a problem when it first occurs, not again at each scrape while it lasts. */
final class ProblemLog {
  private static final int MOST = 20;

  private final Logger log;
  private Set<String> known = Set.of();

  ProblemLog(Logger log) {
    this.log = log;
  }

  /** Takes all problems that there are now. */
  synchronized void update(Collection<String> problems) {
    Set<String> now = new HashSet<>();
    for (String problem : problems) {
      if (now.size() == MOST) {
        break;
      }
      if (now.add(problem) && !known.contains(problem)) {
        log.warn("{}", problem);
      }
    }
    known = now;
  }
}
