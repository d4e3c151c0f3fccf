package org.metricbay.core.deploy.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.metricbay.core.deploy.internal.Content.Artifact;

/**
 * The last bundle that ran well from each file, with its bytes on disk, so that it can run again
 * when the file is broken. For use by one thread.
 */
final class GoodVersions {
  /** Marks the index's keys of the versions before the last; no file name has a slash. */
  private static final String PREVIOUS = "previous/";

  /** The same for libraries that others still need; there may be several for one file. */
  private static final String OLDER = "older/";

  private final KeptJars kept;
  private final Map<String, Artifact> lastGood = new HashMap<>();

  /** What ran well from each file before that, for a rollback. */
  private final Map<String, Artifact> previous = new HashMap<>();

  /** Libraries that files held before their last good ones, and that others need still. */
  private final Map<String, Artifact> older = new HashMap<>();

  private boolean changed;

  /** How often something was changed. */
  private int changes;

  private GoodVersions(KeptJars kept) {
    this.kept = kept;
  }

  /** Takes up what was kept before the last end; what is damaged is left out. */
  static GoodVersions load(KeptJars kept, JarReader reader) {
    GoodVersions versions = new GoodVersions(kept);
    kept.index()
        .forEach(
            (key, digest) ->
                kept.read(digest)
                    .flatMap(bytes -> artifact(reader, fileOf(key), bytes))
                    .ifPresent(artifact -> versions.take(key, artifact)));
    return versions;
  }

  private static String fileOf(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private void take(String key, Artifact artifact) {
    if (key.startsWith(OLDER)) {
      older.put(artifact.digest(), artifact);
    } else {
      (key.startsWith(PREVIOUS) ? previous : lastGood).put(artifact.file(), artifact);
    }
  }

  private void changed() {
    changed = true;
    changes++;
  }

  /** A number that is another one when something has changed. */
  int state() {
    return changes;
  }

  /** Libraries of earlier versions, which others may need still. */
  Collection<Artifact> older() {
    return older.values();
  }

  /** Forgets the others. */
  void retainOlder(Collection<Artifact> wanted) {
    Set<String> digests = new HashSet<>();
    wanted.forEach(artifact -> digests.add(artifact.digest()));
    if (older.keySet().retainAll(digests)) {
      changed();
    }
  }

  private static Optional<Artifact> artifact(JarReader reader, String file, byte[] bytes) {
    return reader.read(file, bytes, 0) instanceof Artifact artifact
        ? Optional.of(artifact)
        : Optional.empty();
  }

  Map<String, Artifact> lastGood() {
    return lastGood;
  }

  Set<String> digests() {
    Set<String> digests = new HashSet<>();
    lastGood.values().forEach(artifact -> digests.add(artifact.digest()));
    return digests;
  }

  /** The symbolic names in the files, where one is broken that of its last good bundle. */
  Set<String> names(Map<String, Content> contents) {
    Set<String> names = new HashSet<>();
    contents.forEach(
        (file, content) -> {
          if (content instanceof Artifact artifact) {
            names.add(artifact.symbolicName());
          }
          Artifact good = lastGood.get(file);
          if (good != null) {
            names.add(good.symbolicName());
          }
        });
    return names;
  }

  Optional<byte[]> bytes(Artifact artifact) {
    return kept.read(artifact.digest());
  }

  /** Whether it is what its file stands for, and not only left of what the file held before. */
  boolean standsForItsFile(Artifact artifact, Map<String, Content> contents) {
    Artifact good = lastGood.get(artifact.file());
    return (contents.get(artifact.file()) instanceof Artifact held
            && held.digest().equals(artifact.digest()))
        || (good != null && good.digest().equals(artifact.digest()));
  }

  /** Notes that this bundle runs from its file now. */
  void ran(Artifact artifact, byte[] bytes) {
    kept.keep(artifact.digest(), bytes);
    note(artifact);
  }

  /**
   * Notes that this bundle still runs, perhaps from a file of another name.
   *
   * @param bytes asked only if the kept copy is gone
   */
  void stillRuns(Artifact artifact, Supplier<Optional<byte[]>> bytes) {
    if (!kept.has(artifact.digest())) {
      bytes
          .get()
          .ifPresent(
              found -> {
                kept.keep(artifact.digest(), found);
                changed();
              });
    }
    note(artifact);
  }

  private void note(Artifact artifact) {
    Artifact before = lastGood.put(artifact.file(), artifact);
    if (before == null || !before.digest().equals(artifact.digest())) {
      if (before != null && before.symbolicName().equals(artifact.symbolicName())) {
        previous.put(before.file(), before);
      }
      if (before != null && before.isLibrary() && !before.slot().equals(artifact.slot())) {
        older.put(before.digest(), before);
      }
      changed();
    }
  }

  /** Whether the file stands for something else if this fails. */
  boolean hasOther(Artifact artifact) {
    Artifact good = lastGood.get(artifact.file());
    return good != null
        && good.symbolicName().equals(artifact.symbolicName())
        && !good.digest().equals(artifact.digest());
  }

  boolean hasPrevious(Artifact artifact) {
    return previous.containsKey(artifact.file());
  }

  /** From now on the version before the last counts as the last good one. */
  void goBack(Artifact from) {
    Artifact to = previous.remove(from.file());
    if (to != null) {
      lastGood.put(from.file(), to);
      changed();
    }
  }

  /** Forgets the files that are gone. */
  void retainFiles(Set<String> files) {
    previous.keySet().retainAll(files);
    boolean fewer = older.values().removeIf(artifact -> !files.contains(artifact.file()));
    if (lastGood.keySet().retainAll(files) || fewer) {
      changed();
    }
  }

  /** Writes down what has changed. Asked for after each pass, as many plugins may have started. */
  void save() {
    if (!changed) {
      return;
    }
    changed = false;
    Map<String, String> index = new TreeMap<>();
    lastGood.forEach((file, artifact) -> index.put(file, artifact.digest()));
    previous.forEach((file, artifact) -> index.put(PREVIOUS + file, artifact.digest()));
    older
        .values()
        .forEach(
            artifact ->
                index.put(OLDER + artifact.digest() + "/" + artifact.file(), artifact.digest()));
    kept.saveIndex(index);
  }
}
