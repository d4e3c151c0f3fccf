package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.metricbay.core.collect.Shipped;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins because of which the process had to end, by the digests of their files. They are not
 * run before the file has changed or somebody starts them. The host writes the file when that
 * happens or the next process begins; a line is the digest, a tab and the reason. For use by one
 * thread.
 */
final class LeftOut {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  /** In place of a digest: the file that came last, as nobody knows which it was. */
  private static final String NEWEST = "newest";

  private final Path file;
  private final Shipped shipped;
  private final Map<String, String> reasons = new TreeMap<>();
  private String read = "";
  private boolean told;

  LeftOut(Path file, Shipped shipped) {
    this.file = file;
    this.shipped = shipped;
  }

  /** Takes up what the host has written, if it has. Asked before each pass, so it reads little. */
  private void refresh() {
    try {
      String now =
          Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
      if (!now.equals(read)) {
        read = now;
        reasons.clear();
        now.lines().filter(line -> line.indexOf('\t') > 0).forEach(this::add);
      }
    } catch (IOException e) {
      if (!told) {
        told = true;
        LOG.warn("cannot read {}: {}; nothing else is left out now", file, e.toString());
      }
    }
  }

  private void add(String line) {
    int tab = line.indexOf('\t');
    reasons.put(line.substring(0, tab), line.substring(tab + 1));
  }

  /**
   * Has those refused that are left out, and forgets those whose files are not there any more.
   *
   * @param contents what each file holds
   * @param good where the version before, if there is one, is taken up again
   * @param refused what is not run, by digest
   */
  void applyTo(Map<String, Content> contents, GoodVersions good, Map<String, Refusal> refused) {
    refresh();
    if (reasons.isEmpty() || contents.isEmpty()) {
      return;
    }
    findNewest(contents);
    retain(contents, good);
    List.copyOf(good.lastGood().values()).stream()
        .filter(this::contains)
        .filter(good::hasPrevious)
        .forEach(good::goBack);
    reasons.forEach((digest, reason) -> refused.put(digest, Refusal.of(reason)));
  }

  private void findNewest(Map<String, Content> contents) {
    String reason = reasons.remove(NEWEST);
    if (reason != null) {
      newest(contents).ifPresent(artifact -> reasons.put(artifact.digest(), reason));
      save();
    }
  }

  private void retain(Map<String, Content> contents, GoodVersions good) {
    Set<String> present = Content.digests(contents.values());
    present.addAll(good.digests());
    if (reasons.keySet().retainAll(present)) {
      save();
    }
  }

  private Optional<Artifact> newest(Map<String, Content> contents) {
    return contents.values().stream()
        .filter(Artifact.class::isInstance)
        .map(Artifact.class::cast)
        .filter(artifact -> !shipped.contains(artifact.symbolicName(), artifact.file()))
        .filter(artifact -> !reasons.containsKey(artifact.digest()))
        .max(Comparator.comparing(Artifact::modified).thenComparing(Artifact::file));
  }

  boolean contains(Artifact artifact) {
    return reasons.containsKey(artifact.digest());
  }

  /**
   * Somebody wants one to run, which is given by its file's or its bundle's name.
   *
   * @return the name of its file; nothing if none of that name is left out
   */
  Optional<String> admit(String name, Map<String, Content> contents, Map<String, Refusal> refused) {
    for (Content content : contents.values()) {
      if (content instanceof Artifact artifact
          && contains(artifact)
          && (artifact.file().equals(name) || artifact.symbolicName().equals(name))) {
        reasons.remove(artifact.digest());
        refused.remove(artifact.digest());
        save();
        return Optional.of(artifact.file());
      }
    }
    return Optional.empty();
  }

  private void save() {
    List<String> lines =
        reasons.entrySet().stream().map(entry -> entry.getKey() + "\t" + entry.getValue()).toList();
    try {
      read = WholeFile.write(file, lines);
    } catch (IOException e) {
      LOG.warn("cannot note in {} which plugins are left out: {}", file, e.toString());
    }
  }
}
