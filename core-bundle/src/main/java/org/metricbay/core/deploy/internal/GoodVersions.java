package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.metricbay.core.deploy.internal.Content.Artifact;

/**
 * The last bundle that ran well from each file, with its bytes on disk, so that it can run again
 * when the file is broken. For use by one thread.
 */
final class GoodVersions {
  private final KeptJars kept;
  private final Map<String, Artifact> lastGood = new HashMap<>();

  private GoodVersions(KeptJars kept) {
    this.kept = kept;
  }

  /** Takes up what was kept before the last end; what is damaged is left out. */
  static GoodVersions load(KeptJars kept, JarReader reader) {
    GoodVersions versions = new GoodVersions(kept);
    kept.index()
        .forEach(
            (file, digest) ->
                kept.read(digest)
                    .flatMap(bytes -> artifact(reader, file, bytes))
                    .ifPresent(artifact -> versions.lastGood.put(file, artifact)));
    return versions;
  }

  private static Optional<Artifact> artifact(JarReader reader, String file, byte[] bytes) {
    try {
      return reader.read(file, bytes, 0) instanceof Artifact artifact
          ? Optional.of(artifact)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Map<String, Artifact> lastGood() {
    return lastGood;
  }

  Set<String> digests() {
    Set<String> digests = new HashSet<>();
    lastGood.values().forEach(artifact -> digests.add(artifact.digest()));
    return digests;
  }

  Optional<byte[]> bytes(Artifact artifact) {
    return kept.read(artifact.digest());
  }

  void ran(Artifact artifact, byte[] bytes) {
    kept.keep(artifact.digest(), bytes);
    ran(artifact);
  }

  /** Notes that this bundle, whose bytes are kept already, is what runs from its file. */
  void ran(Artifact artifact) {
    Artifact before = lastGood.put(artifact.file(), artifact);
    if (before == null || !before.digest().equals(artifact.digest())) {
      save();
    }
  }

  /** Forgets the files that are gone. */
  void retainFiles(Set<String> files) {
    if (lastGood.keySet().retainAll(files)) {
      save();
    }
  }

  private void save() {
    Map<String, String> index = new TreeMap<>();
    lastGood.forEach((file, artifact) -> index.put(file, artifact.digest()));
    kept.saveIndex(index);
  }
}
