package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.metricbay.api.LeftOut;
import org.metricbay.api.MetricFamily;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what of one collector's values could not be used: each thing once, however often it comes
 * again. Used by one call at a time.
 */
final class LeftOutLog {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.collect");

  /** Whoever has more has one fault in all of it. */
  private static final int MOST = 100;

  private final Set<String> told = new HashSet<>();

  /** These and what the families say; nearly always nothing. */
  static List<LeftOut> of(List<LeftOut> some, List<MetricFamily> families) {
    List<LeftOut> all = List.of();
    // On the path of every scrape.
    for (int i = 0; i < families.size(); i++) {
      List<LeftOut> more = families.get(i).leftOut();
      if (!more.isEmpty()) {
        all = new ArrayList<>(all);
        all.addAll(more);
      }
    }
    return all.isEmpty() && some.isEmpty() ? List.of() : shown(some, all);
  }

  /** As what came from outside is shown, and no more than anybody reads. */
  private static List<LeftOut> shown(List<LeftOut> some, List<LeftOut> more) {
    return Stream.concat(some.stream(), more.stream())
        .limit(MOST)
        .map(one -> new LeftOut(Problems.oneLine(one.what()), Problems.oneLine(one.why())))
        .toList();
  }

  /** Logs what is new of it. */
  void tell(String collector, List<LeftOut> all) {
    for (LeftOut one : all) {
      if (told.size() < MOST && told.add(one.what())) {
        LOG.warn("{}: left out, as {}", collector, one);
        if (told.size() == MOST) {
          LOG.warn(
              "{}: more is left out, and no more of it logged: see /plugins/{}",
              collector,
              collector);
        }
      }
    }
  }

  /** Logs once what is shown, but not as it should be. */
  void tellOfHelp(String collector, MetricFamily family) {
    if (told.size() < MOST && told.add("help of " + family.name())) {
      LOG.warn(
          "{}: metric {} has no help, and its name is shown for it: say in one sentence what it"
              + " measures",
          collector,
          family.name());
    }
  }
}
