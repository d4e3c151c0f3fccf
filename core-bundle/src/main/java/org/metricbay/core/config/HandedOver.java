package org.metricbay.core.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.metricbay.core.config.ConfigFolder.Content;
import org.metricbay.core.config.Settling.Change;
import org.metricbay.core.config.Verdicts.Verdict;
import org.metricbay.core.deploy.ConfigFile;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configurations as they were handed to the plugins, what these said of them, and what was good
 * last. For use by any thread.
 */
final class HandedOver {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.config");

  // Properties beside the values; ConfigHandover of the platform bundle reads them. Those whose
  // names begin with a dot are not offered as a service's properties.
  private static final String FILE = ".metricbay.file";
  private static final String REVISION = ".metricbay.revision";
  private static final String LAST_GOOD = ".metricbay.last-good";
  private static final String IN_PLACE = ".metricbay.in-place";

  private final LastingAdmin admin;
  private final ConfigFolder folder;
  private final KeptConfigs kept;
  private final Verdicts verdicts;
  private final SortedMap<String, Handed> files = new TreeMap<>();
  private long revision;

  /**
   * What was handed over for a file.
   *
   * @param text what the file holds
   * @param revision which hand-over it was
   * @param problem why the file cannot be read, if it cannot
   * @param inForce what was handed over in its place then, in words
   */
  private record Handed(
      String text, long revision, Optional<String> problem, Optional<String> inForce) {}

  HandedOver(BundleContext context, LastingAdmin admin, ConfigFolder folder, KeptConfigs kept) {
    this.admin = admin;
    this.folder = folder;
    this.kept = kept;
    this.verdicts = new Verdicts(context, this::keepIfGood);
  }

  void close() {
    verdicts.close();
  }

  /**
   * Hands a file over; returns whether it says something that someone should listen to.
   *
   * @throws NoSuchElementException while there is no Configuration Admin
   */
  synchronized boolean over(Change change) {
    ConfigurationAdmin current = admin.now().orElseThrow();
    String pid = change.pid();
    Path file = folder.file(pid);
    try {
      Configuration configuration = current.getConfiguration(pid, "?");
      if (change.content().isEmpty()) {
        configuration.delete();
        files.remove(pid);
        kept.retain(files.keySet());
        return false;
      }
      return over(pid, file, change.content().get(), configuration);
    } catch (IllegalStateException e) {
      throw new NoSuchElementException("the Configuration Admin has just gone", e);
    } catch (IOException e) {
      LOG.error("{}: cannot be handed on: {}", file, e.toString());
      return false;
    }
  }

  private boolean over(String pid, Path file, Content content, Configuration configuration)
      throws IOException {
    Optional<Handed> before = Optional.ofNullable(files.get(pid));
    Optional<String> good = kept.read(pid);
    Map<String, String> values;
    try {
      values = values(content);
    } catch (IllegalArgumentException e) {
      String problem = String.valueOf(e.getMessage());
      String inForce = before.isPresent() ? "the configuration before stays in force" : "";
      if (before.isEmpty()) {
        inForce = inPlace(file, good, configuration);
      }
      files.put(pid, new Handed("", revision, Optional.of(problem), Optional.of(inForce)));
      LOG.error("{}: {}; {}", file, problem, inForce);
      return false;
    }
    Map<String, Object> properties = properties(file, values);
    good.filter(text -> !text.equals(content.text()))
        .flatMap(HandedOver::pairs)
        .ifPresent(pairs -> properties.put(LAST_GOOD, pairs));
    files.put(pid, new Handed(content.text(), revision, Optional.empty(), Optional.empty()));
    if (before.flatMap(Handed::problem).isPresent()) {
      LOG.info("{}: can be read again", file);
    }
    configuration.update(FrameworkUtil.asDictionary(properties));
    return !values.isEmpty();
  }

  /** Hands over what was good in a former run, in place of a file that cannot be read. */
  private String inPlace(Path file, Optional<String> good, Configuration configuration)
      throws IOException {
    Optional<Map<String, String>> values = good.flatMap(HandedOver::parsed);
    Map<String, Object> properties = properties(file, values.orElse(Map.of()));
    properties.put(IN_PLACE, "true");
    configuration.update(FrameworkUtil.asDictionary(properties));
    return values.isPresent()
        ? "the last good configuration is in force"
        : "the defaults are in force";
  }

  private Map<String, Object> properties(Path file, Map<String, String> values) {
    revision++;
    Map<String, Object> properties = new TreeMap<>(values);
    properties.put(FILE, file.toString());
    properties.put(REVISION, revision);
    return properties;
  }

  private static Map<String, String> values(Content content) {
    if (!content.readable()) {
      throw new IllegalArgumentException(content.text());
    }
    return ConfigText.parse(content.text());
  }

  private static Optional<Map<String, String>> parsed(String text) {
    try {
      return Optional.of(ConfigText.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String[]> pairs(String text) {
    return parsed(text)
        .map(
            values -> {
              List<String> pairs = new ArrayList<>();
              values.forEach((key, value) -> pairs.addAll(List.of(key, value)));
              return pairs.toArray(String[]::new);
            });
  }

  /** Waits until those that read a configuration have said what they think of it. */
  synchronized void awaitVerdicts(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (isUnjudged()) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isUnjudged() {
    return files.entrySet().stream()
        .anyMatch(
            file ->
                file.getValue().problem().isEmpty()
                    && verdicts.of(file.getKey()).isPresent()
                    && verdictOf(file.getKey(), file.getValue()).isEmpty());
  }

  private synchronized void keepIfGood(String pid) {
    notifyAll();
    Handed handed = files.get(pid);
    if (handed != null && handed.problem().isEmpty()) {
      verdictOf(pid, handed)
          .filter(verdict -> verdict.problem().isEmpty())
          .ifPresent(verdict -> kept.keep(pid, handed.text()));
    }
  }

  synchronized void keepUnjudged() {
    files.forEach(
        (pid, handed) -> {
          if (handed.problem().isEmpty() && !verdicts.isJudged(pid)) {
            kept.keep(pid, handed.text());
          }
        });
  }

  /** What was said of what was handed over last; not of what was before. */
  private Optional<Verdict> verdictOf(String pid, Handed handed) {
    return verdicts.of(pid).filter(verdict -> verdict.revision() == handed.revision());
  }

  synchronized List<ConfigFile> files() {
    List<ConfigFile> all = new ArrayList<>(files.size());
    files.forEach(
        (pid, handed) -> {
          String name = pid + ".cfg";
          Optional<Verdict> refused =
              verdictOf(pid, handed).filter(verdict -> verdict.problem().isPresent());
          all.add(
              handed.problem().isPresent() || refused.isEmpty()
                  ? new ConfigFile(name, handed.problem(), handed.inForce())
                  : new ConfigFile(name, refused.get().problem(), refused.map(Verdict::inForce)));
        });
    return all;
  }
}
