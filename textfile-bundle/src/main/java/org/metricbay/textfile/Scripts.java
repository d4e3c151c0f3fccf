package org.metricbay.textfile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the scripts of the configured folder, each when its time has come, a few at once and none
 * beside itself. Owns all their processes and threads.
 */
final class Scripts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.script");
  private static final int AT_ONCE = 4;
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final TextfileSettings settings;
  private final ProblemLog log = new ProblemLog(LOG);
  private final AtomicLong ticks = new AtomicLong();
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(1, threads("metricbay-script-clock"));
  private final ThreadPoolExecutor runners =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          30,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          threads("metricbay-script"));

  private SortedMap<String, Script> scripts = new TreeMap<>();
  private Optional<Path> folder = Optional.empty();
  private boolean folderFailed;

  /** Nothing runs before {@link #start()}. */
  Scripts(TextfileSettings settings) {
    this.settings = settings;
    runners.allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory threads(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  void start() {
    // Never done: tick() lets nothing out.
    Future<?> unused =
        clock.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * What a scrape sees.
   *
   * @param folder where the scripts are; empty if none are to be run
   * @param folderFailed whether it could not be read or must not be used
   * @param scripts what is known of each, by name
   */
  record State(
      Optional<Path> folder, boolean folderFailed, SortedMap<String, Script.State> scripts) {}

  synchronized State state() {
    SortedMap<String, Script.State> states = new TreeMap<>();
    scripts.forEach((name, script) -> states.put(name, script.state()));
    return new State(folder, folderFailed, states);
  }

  private void tick() {
    ticks.incrementAndGet();
    try {
      look();
    } catch (Throwable e) {
      // It would end the clock for good.
      tell(e);
    }
  }

  private static void tell(Throwable problem) {
    try {
      LOG.error("scripts cannot be run: {}", problem.toString());
    } catch (Throwable again) {
      // There is not even memory to tell it.
    }
  }

  /** Goes up as long as the clock goes. */
  AtomicLong ticks() {
    return ticks;
  }

  private synchronized void look() {
    ScriptSettings now = settings.scripts();
    if (now.folder().isEmpty() && folder.isEmpty()) {
      return;
    }
    if (!now.folder().equals(folder)) {
      keepOnly(Set.of());
      folder = now.folder();
    }
    List<String> problems = new ArrayList<>();
    List<ScriptFile> files = folder.isPresent() ? list(folder.get(), problems) : List.of();
    Set<String> names = new HashSet<>();
    for (ScriptFile file : files) {
      names.add(file.name());
      look(file, scripts.computeIfAbsent(file.name(), name -> new Script()), now);
    }
    keepOnly(names);
    for (Map.Entry<String, Script> script : scripts.entrySet()) {
      script
          .getValue()
          .state()
          .last()
          .flatMap(Script.Run::error)
          .ifPresent(error -> problems.add(script.getKey() + ": " + error));
    }
    log.update(problems);
  }

  private List<ScriptFile> list(Path folder, List<String> problems) {
    try {
      List<ScriptFile> files = ScriptFile.list(folder);
      folderFailed = false;
      return files;
    } catch (IOException e) {
      folderFailed = true;
      problems.add(
          folder + ": " + (e.getClass() == IOException.class ? e.getMessage() : e.toString()));
      return List.of();
    }
  }

  private void look(ScriptFile file, Script script, ScriptSettings now) {
    if (file.refusal().isPresent()) {
      script.cancel();
      script.refused(file.refusal().get());
    } else if (script.isDue(System.nanoTime(), now.intervalOf(file.name()))) {
      ScriptRun run =
          new ScriptRun(
              file.path(),
              now.timeoutOf(file.name()),
              now.maxBytes(),
              settings.capacity().series());
      script.started(runners.submit(() -> run(run, script)), System.nanoTime());
    }
  }

  private static void run(ScriptRun run, Script script) {
    Instant start = Instant.now();
    long startedAt = System.nanoTime();
    try {
      ScriptRun.Outcome outcome = run.run();
      script.ended(start, Duration.ofNanos(System.nanoTime() - startedAt), outcome);
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
    }
  }

  /** Forgets the other scripts, and kills them if they run. */
  private void keepOnly(Set<String> names) {
    scripts.forEach(
        (name, script) -> {
          if (!names.contains(name)) {
            script.cancel();
          }
        });
    scripts.keySet().retainAll(names);
  }

  /** Kills what runs and ends all threads. */
  @Override
  public void close() {
    clock.shutdownNow();
    runners.shutdownNow();
    try {
      boolean ended =
          clock.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)
              && runners.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        LOG.error("a script's thread has not ended within {} s", CLOSE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
