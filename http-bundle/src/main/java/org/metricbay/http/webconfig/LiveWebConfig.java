package org.metricbay.http.webconfig;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.metricbay.http.webconfig.Sources.FileState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web configuration in force, which polls its files. Thread-safe.
 *
 * <p>A change counts once two calls of {@link #refresh()} one after the other found the same
 * content: files that are being written, or of which only the certificate has been replaced, are
 * not taken. A change that cannot be used leaves in force what was.
 */
public final class LiveWebConfig {
  private static final Logger LOG = LoggerFactory.getLogger(LiveWebConfig.class);

  /**
   * So often the content is compared too after it was read: a file that is written twice within one
   * tick of the file system's clock looks the same from outside.
   */
  private static final int CHECKS = 3;

  private final WebConfigFile file;
  private Reading judged;
  private Reading inForce;
  private Optional<Reading> waiting = Optional.empty();
  private int checks;
  private volatile WebConfig current;
  private volatile Optional<String> problem = Optional.empty();

  /** One look at all files. */
  private record Reading(
      Map<Path, FileState> files, Optional<WebConfig> config, Optional<String> problem) {
    Map<Path, String> content() {
      return files.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().content()));
    }

    boolean isUntouched() {
      return files.entrySet().stream()
          .allMatch(entry -> FileStamp.of(entry.getKey()).equals(entry.getValue().stamp()));
    }
  }

  /** Reads the file; without a usable one there is nothing to begin with. */
  public LiveWebConfig(WebConfigFile file) throws WebConfigException {
    this.file = file;
    Sources sources = new Sources();
    current = file.read(sources);
    judged = new Reading(sources.states(), Optional.of(current), Optional.empty());
    inForce = judged;
    warn(current);
  }

  public WebConfig current() {
    return current;
  }

  /** One line about files that cannot be used, while they are so. */
  public Optional<String> problem() {
    return problem;
  }

  public boolean lastReloadGood() {
    return problem.isEmpty();
  }

  /**
   * Looks whether the files have changed; to be called every second or two.
   *
   * @return whether another configuration is in force now
   */
  public synchronized boolean refresh() {
    boolean untouched = judged.isUntouched();
    if (untouched && checks >= CHECKS) {
      waiting = Optional.empty();
      return false;
    }
    Reading fresh = look();
    if (fresh.content().equals(judged.content())) {
      // As it was. The stamps are those of this look, so that the next one is cheap.
      judged = new Reading(fresh.files(), judged.config(), judged.problem());
      waiting = Optional.empty();
      checks = untouched ? checks + 1 : 0;
      return false;
    }
    if (waiting.isEmpty() || !waiting.get().content().equals(fresh.content())) {
      waiting = Optional.of(fresh);
      return false;
    }
    waiting = Optional.empty();
    judged = fresh;
    checks = 0;
    return take(fresh);
  }

  private Reading look() {
    Sources sources = new Sources();
    try {
      WebConfig config = file.read(sources);
      // What a full disk or a copy that broke off leaves behind must not open the agent.
      if (config.isEmpty() && !current.isEmpty() && sources.isBlank(file.path())) {
        throw new WebConfigException(
            file.path(), "is empty; write {} if TLS and login are to be switched off");
      }
      return new Reading(sources.states(), Optional.of(config), Optional.empty());
    } catch (WebConfigException e) {
      return new Reading(sources.states(), Optional.empty(), Optional.ofNullable(e.getMessage()));
    }
  }

  private boolean take(Reading fresh) {
    if (fresh.config().isEmpty()) {
      problem = fresh.problem();
      LOG.warn(
          "The web configuration cannot be used, what was in force stays: {}",
          fresh.problem().orElse(""));
      return false;
    }
    boolean wasBad = problem.isPresent();
    problem = Optional.empty();
    if (fresh.content().equals(inForce.content())) {
      LOG.info("The web configuration is good again, as it was: {}", name());
      return false;
    }
    inForce = fresh;
    current = fresh.config().get();
    LOG.info(
        "The web configuration is {} from {}", wasBad ? "good again, and read" : "read", name());
    warn(current);
    return true;
  }

  private String name() {
    return Shown.line(file.path().toString());
  }

  private static void warn(WebConfig config) {
    config.warnings().forEach(warning -> LOG.warn("Web configuration: {}", warning));
  }
}
