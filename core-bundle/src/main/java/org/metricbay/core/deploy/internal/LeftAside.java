package org.metricbay.core.deploy.internal;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once of each file in the folder that is left aside, and why. For use by one thread. */
final class LeftAside {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  private final Set<String> told = new HashSet<>();

  void tell(String file, String why) {
    if (told.add(file)) {
      LOG.info("{}: left aside: it {}", file, why);
    }
  }

  /** It is not left aside. */
  void forget(String file) {
    told.remove(file);
  }

  /** Forgets the files that are gone. */
  void retain(Set<String> files) {
    told.retainAll(files);
  }
}
