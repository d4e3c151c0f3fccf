package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The symbolic names of the plugins that an operator stopped in the shell; they stay stopped, also
 * after a restart, until started by hand or deleted.
 */
final class StoppedByHand {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  private final Path file;
  private final Set<String> names = new TreeSet<>();

  StoppedByHand(Path file) {
    this.file = file;
    try {
      names.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Nothing was stopped, or it cannot be known any more.
      names.clear();
    }
  }

  synchronized boolean contains(String symbolicName) {
    return names.contains(symbolicName);
  }

  /** Returns whether that is new. */
  synchronized boolean set(String symbolicName, boolean stopped) {
    boolean isNew = stopped ? names.add(symbolicName) : names.remove(symbolicName);
    if (isNew) {
      save();
    }
    return isNew;
  }

  /** Forgets the others: a plugin that is dropped again is meant to run. */
  synchronized void retain(Set<String> symbolicNames) {
    if (names.retainAll(symbolicNames)) {
      save();
    }
  }

  private void save() {
    try {
      WholeFile.write(file, names);
    } catch (IOException e) {
      LOG.warn("cannot note in {} which plugins are stopped: {}", file, e.toString());
    }
  }
}
