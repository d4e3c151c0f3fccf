package org.metricbay.core.deploy.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last known states of plugins by their symbolic names, in files too. For use by any thread.
 */
final class LatestStates {
  private final StateFiles files;
  private final Map<String, Map<String, byte[]>> latest = new HashMap<>();

  /** Knows those in these files. */
  LatestStates(StateFiles files) {
    this.files = files;
  }

  synchronized Map<String, byte[]> of(String name) {
    return latest.computeIfAbsent(name, files::read);
  }

  /** What could not be had stays as it was. */
  synchronized Map<String, byte[]> learn(String name, Map<String, byte[]> states) {
    Map<String, byte[]> all = new LinkedHashMap<>(of(name));
    all.putAll(states);
    if (all.size() > StateFiles.MOST_STATES) {
      all.keySet().retainAll(states.keySet()); // Others are of collectors that there are no more.
    }
    latest.put(name, all);
    return all;
  }

  /** As {@link #learn}, also for a restart; returns whether it is in the file. */
  synchronized boolean write(String name, Map<String, byte[]> states) {
    return files.write(name, learn(name, states));
  }

  /** Writes the last of a plugin that runs no more; it is read again when it is needed. */
  synchronized void writeLast(String name, Map<String, byte[]> states) {
    if (write(name, states)) {
      latest.remove(name);
    }
  }
}
