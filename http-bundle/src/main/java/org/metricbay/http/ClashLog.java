package org.metricbay.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.metricbay.http.access.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which names of a page are left out as others have them: each once. For any thread. */
final class ClashLog {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.collect");

  /** Whoever has more has one fault in all of it. */
  private static final int MOST = 100;

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** A metric's values of a name are not on the page. */
  void leftOut(String metric, String name) {
    if (told.size() < MOST && told.add(metric + " " + name)) {
      LOG.warn(
          "metric {}: left out where it is shown as {}, as that is another metric's name: rename"
              + " one of them",
          Words.oneLine(metric),
          Words.oneLine(name));
    }
  }
}
