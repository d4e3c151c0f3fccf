package org.metricbay.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.metricbay.core.config.ConfigFolder.Content;

/**
 * Tells apart a file that was saved from one that is being saved: it counts once it has been the
 * same for a moment. Editors empty a file before they write it, or write another and rename it, so
 * an empty or a missing one must stay so for longer. For use by one thread.
 */
final class Settling {
  private static final Duration USUAL = Duration.ofMillis(200);
  private static final Duration MISSING = Duration.ofMillis(500);
  private static final Duration EMPTY = Duration.ofSeconds(2);

  /** Stands for a file whose going is still to be told of. */
  private static final Content GONE = new Content("", false);

  private final Map<String, Content> taken = new HashMap<>();
  private final Map<String, Pending> pending = new HashMap<>();

  private record Pending(Optional<Content> content, long since) {}

  /**
   * A file that has changed and counts.
   *
   * @param pid the configuration's identity
   * @param content empty if the file is gone
   */
  record Change(String pid, Optional<Content> content) {}

  /** Takes all as it is; the time to wait for more is later. */
  List<Change> begin(Map<String, Content> found) {
    taken.putAll(found);
    return found.keySet().stream()
        .sorted()
        .map(pid -> new Change(pid, Optional.ofNullable(found.get(pid))))
        .toList();
  }

  /** What has changed since, as somebody says that all files are as they are meant to be. */
  List<Change> takeNow(Map<String, Content> found) {
    Set<String> pids = new TreeSet<>(found.keySet());
    pids.addAll(taken.keySet());
    List<Change> changes = new ArrayList<>();
    for (String pid : pids) {
      Optional<Content> content = Optional.ofNullable(found.get(pid));
      if (!content.equals(Optional.ofNullable(taken.get(pid)))) {
        take(pid, content);
        changes.add(new Change(pid, content));
      }
    }
    pending.clear();
    return changes;
  }

  private void take(String pid, Optional<Content> content) {
    pending.remove(pid);
    content.ifPresentOrElse(text -> taken.put(pid, text), () -> taken.remove(pid));
  }

  /** What has changed since, and for long enough. */
  List<Change> look(Map<String, Content> found, long nanos) {
    List<Change> changes = new ArrayList<>();
    Set<String> pids = new TreeSet<>(found.keySet());
    pids.addAll(taken.keySet());
    for (String pid : pids) {
      Optional<Content> content = Optional.ofNullable(found.get(pid));
      if (content.equals(Optional.ofNullable(taken.get(pid)))) {
        pending.remove(pid);
      } else if (hasSettled(pid, content, nanos)) {
        take(pid, content);
        changes.add(new Change(pid, content));
      }
    }
    pending.keySet().retainAll(pids);
    return changes;
  }

  /** It will be found again. */
  void forget(Change change) {
    if (change.content().isPresent()) {
      taken.remove(change.pid());
    } else {
      taken.put(change.pid(), GONE);
    }
  }

  /** All will be found again. */
  void forgetAll() {
    taken.clear();
    pending.clear();
  }

  private boolean hasSettled(String pid, Optional<Content> content, long nanos) {
    Pending before = pending.get(pid);
    if (before == null || !before.content().equals(content)) {
      pending.put(pid, new Pending(content, nanos));
      return false;
    }
    return nanos - before.since() >= patience(content).toNanos();
  }

  private static Duration patience(Optional<Content> content) {
    if (content.isEmpty()) {
      return MISSING;
    }
    return content.get().text().isBlank() ? EMPTY : USUAL;
  }

  /** Whether something has changed that does not count yet. */
  boolean isPending() {
    return !pending.isEmpty();
  }
}
