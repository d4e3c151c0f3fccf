package org.metricbay.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.metricbay.soak.PluginJar.Flavor;
import org.metricbay.soak.Promises.Promise;

/**
 * The load: does one thing after the other to the plugins' files, and does not wait for the agent
 * in between but for some good versions that must be seen. Once a plugin has been seen, its series
 * must stay until its file is deleted, whatever is put in its place.
 */
final class Churn implements Load {
  private static final Duration DEPLOY_LIMIT = Duration.ofSeconds(10);
  private static final int PAUSE_MILLIS = 120;
  private static final int SLOW_MILLIS = 150;

  private final AgentProcess agent;
  private final AgentClient client;
  private final Folder folder;
  private final Pacer pacer;
  private final Promises promises;
  private final Random random;
  private final List<Subject> healthy;
  private final List<Subject> churned;
  private final Map<Action, Integer> done = new EnumMap<>(Action.class);

  Churn(
      AgentProcess agent,
      Folder folder,
      Pacer pacer,
      Promises promises,
      Random random,
      List<Subject> subjects) {
    this.agent = agent;
    this.client = new AgentClient(agent.url());
    this.folder = folder;
    this.pacer = pacer;
    this.promises = promises;
    this.random = random;
    this.healthy = subjects.stream().filter(Subject::isHealthy).toList();
    this.churned = subjects.stream().filter(subject -> !subject.isHealthy()).toList();
  }

  @Override
  public Map<String, Integer> done() {
    Map<String, Integer> counts = new TreeMap<>();
    done.forEach((action, count) -> counts.put(action.name(), count));
    return counts;
  }

  @Override
  public void forget() {
    done.clear();
  }

  /**
   * Does everything at least once, so that all that is loaded on first use is loaded, and then a
   * quarter of the measured cycles more, as compiled code and the C library's memory grow at first.
   */
  @Override
  public void warmUp(Extent measured) throws IOException, InterruptedException {
    everythingOnce();
    run(measured.quarter());
  }

  void everythingOnce() throws IOException, InterruptedException {
    for (Action action : Action.values()) {
      act(action);
      pause();
    }
  }

  @Override
  public int run(Extent extent) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    int count = 0;
    while (!extent.isOver(count, begin)) {
      act();
      pause();
      count++;
    }
    return count;
  }

  /** Does anything. */
  void act() throws IOException, InterruptedException {
    act(Action.random(random));
  }

  @Override
  public void judgeEnd() {}

  @Override
  public void close() {}

  private void pause() throws InterruptedException {
    pacer.pause(Duration.ofMillis(random.nextInt(PAUSE_MILLIS)));
  }

  private void act(Action action) throws IOException, InterruptedException {
    List<Subject> all = action.isOnHealthy() ? healthy : churned;
    Subject subject = all.get(random.nextInt(all.size()));
    done.merge(action, 1, Integer::sum);
    switch (action) {
      case UPGRADE, HEALTHY_UPGRADE -> good(subject, subject.next());
      case DOWNGRADE, HEALTHY_DOWNGRADE ->
          good(subject, Math.max(1, subject.newest() - 1 - random.nextInt(3)));
      case BREAK -> folder.copy(subject.file(), rubbish(subject));
      case HALF_WRITE_AND_COMPLETE -> {
        int number = subject.next();
        folder.copySlowly(subject.file(), subject.jar(number), pacer, slow());
        maybeAwait(subject, number);
      }
      case HALF_WRITE_AND_ABANDON -> folder.copyHalf(subject.file(), subject.jar(subject.next()));
      case REPLACE_BY_UNRESOLVABLE -> bad(subject, Flavor.UNRESOLVABLE);
      case REPLACE_BY_FAILING_IN_START -> bad(subject, Flavor.FAILS_IN_START);
      case REPLACE_BY_FAILING_AT_ONCE -> bad(subject, Flavor.FAILS_AT_ONCE);
      case REPLACE_BY_FAILING_LATER -> {
        // It is good at first, so it does replace the one before, until it is rolled back.
        promises.release(subject.valueSeries());
        bad(subject, Flavor.FAILS_LATER);
      }
      case DELETE -> {
        promises.release(subject.valueSeries());
        folder.delete(subject.file());
      }
      case TOUCH, HEALTHY_TOUCH -> {
        if (folder.has(subject.file())) {
          folder.touch(subject.file());
        }
      }
      case REWRITE_SAME_BYTES, HEALTHY_REWRITE_SAME_BYTES -> {
        if (folder.has(subject.file())) {
          put(subject.file(), folder.read(subject.file()));
        }
      }
      case RENAME_FILE -> renameFile(subject);
      case ADD_OLDER_COPY -> addOlderCopy(subject);
      case RELOAD -> reload();
      case RESTART, HEALTHY_RESTART -> restart(subject);
    }
  }

  private void good(Subject subject, int number) throws IOException, InterruptedException {
    put(subject.file(), subject.jar(number));
    maybeAwait(subject, number);
  }

  /** Puts a whole file, in one of the ways that there are. */
  private void put(String file, byte[] content) throws IOException, InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> folder.rename(file, content);
      case 1 -> folder.renameWithin(file, content);
      case 2 -> folder.copy(file, content);
      default -> folder.copySlowly(file, content, pacer, slow());
    }
  }

  private Duration slow() {
    return Duration.ofMillis(random.nextInt(SLOW_MILLIS));
  }

  private void bad(Subject subject, Flavor flavor) throws IOException, InterruptedException {
    put(subject.file(), subject.bad(flavor));
  }

  private byte[] rubbish(Subject subject) throws IOException {
    byte[] jar = subject.jar(subject.next());
    byte[] noise = new byte[jar.length / 4];
    random.nextBytes(noise);
    switch (random.nextInt(5)) {
      case 0 -> {
        return new byte[0];
      }
      case 1 -> {
        return noise;
      }
      case 2 -> {
        return "<html>404 Not Found</html>".getBytes(StandardCharsets.UTF_8);
      }
      case 3 -> {
        // Whole to look at: only its checksums tell.
        System.arraycopy(noise, 0, jar, jar.length / 3, noise.length);
        return jar;
      }
      default -> {
        return Arrays.copyOfRange(jar, jar.length / 4, jar.length);
      }
    }
  }

  private void renameFile(Subject subject) throws IOException {
    if (folder.has(subject.file())) {
      // A look at the folder in this moment may find neither name.
      promises.release(subject.valueSeries());
      String other = otherName(subject.file());
      folder.renameTo(subject.file(), other);
      subject.movedTo(other);
    }
  }

  private static String otherName(String file) {
    return file.startsWith("z-") ? file.substring(2) : "z-" + file;
  }

  /** Two files of one symbolic name, for a while: the lower version is shadowed. */
  private void addOlderCopy(Subject subject) throws IOException, InterruptedException {
    promises.release(subject.valueSeries());
    String other = otherName(subject.file());
    folder.rename(other, subject.jar(Math.max(1, subject.newest() - 1)));
    pacer.pause(slow());
    folder.delete(other);
  }

  private void reload() throws IOException, InterruptedException {
    if (!client.reload()) {
      promises.broken(Promise.ANSWERS, "reload");
    }
  }

  private void restart(Subject subject) throws IOException, InterruptedException {
    String collector = subject.collectors().get(random.nextInt(subject.collectors().size()));
    String answer = agent.shell("metric:restart " + collector);
    if (subject.isHealthy() && !answer.contains("RESTARTED") && !answer.contains("UPDATED")) {
      promises.broken(Promise.ANSWERS, answer);
    }
  }

  /** Every other time waits until the version runs; of the packed plugins nothing shows that. */
  private void maybeAwait(Subject subject, int number) throws IOException, InterruptedException {
    String series = subject.valueSeries();
    if (random.nextBoolean() || !subject.symbolicName().startsWith("soak.")) {
      return;
    }
    if (pacer.await(DEPLOY_LIMIT, () -> client.scrape().value(series) == number)) {
      promises.require(series, subject.isHealthy() ? Promise.SERIES : Promise.UNDISTURBED);
    } else {
      promises.broken(Promise.DEPLOYED, subject.file() + ", version " + number);
    }
  }

  /** Gives each plugin a good file under its own name; nothing else lies in the folder then. */
  @Override
  public void makeAllGood() throws IOException, InterruptedException {
    for (Subject subject : churned) {
      promises.release(subject.valueSeries());
      folder.delete(otherName(subject.file()));
      folder.rename(subject.file(), subject.jar(subject.next()));
    }
    for (Subject subject : healthy) {
      folder.rename(subject.file(), subject.jar(subject.next()));
    }
  }
}
