package org.metricbay.textfile;

import java.util.Collection;
import java.util.LinkedHashSet;
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

  /** Takes all problems that there are now, and logs the first that are new, and how many more. */
  synchronized void update(Collection<String> problems) {
    Set<String> now = new LinkedHashSet<>(problems);
    int logged = 0;
    for (String problem : now) {
      if (!known.contains(problem) && ++logged <= MOST) {
        log.warn("{}", problem);
      }
    }
    if (logged > MOST) {
      log.warn("and {} more problems than these {}", logged - MOST, MOST);
    }
    known = now;
  }
}
