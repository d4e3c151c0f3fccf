package org.metricbay.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.metricbay.soak.Promises.Promise;

/**
 * Has one agent after the other meet a plugin that may end it. Each either answers again, or ends
 * in time with the documented status and a last line that says why; then it is started again as by
 * a supervisor, and serves all but that plugin.
 */
final class Episodes implements Runnable {
  /** As docs/deployment.md says. */
  private static final int STATUS = 70;

  private static final int MOST_ENDS = 3;
  private static final Duration MARGIN = Duration.ofSeconds(20);
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration HARM = Duration.ofSeconds(3);
  private static final Duration END_LIMIT = Duration.ofSeconds(2).plusSeconds(3);
  private static final String BAD = "bad.jar";

  private final Path work;
  private final Pacer pacer;
  private final Promises promises;
  private final Random random;
  private final int least;
  private final Duration patience;
  private final Map<String, Integer> done = new TreeMap<>();
  private volatile boolean over;

  /**
   * Begins with nothing.
   *
   * @param least how many there are at least
   * @param patience after how long the agent gives up itself
   */
  Episodes(Path work, Pacer pacer, Promises promises, Random random, int least, Duration patience) {
    this.work = work;
    this.pacer = pacer;
    this.promises = promises;
    this.random = random;
    this.least = least;
    this.patience = patience;
  }

  /** The one that has begun is the last, if there were enough. */
  void end() {
    over = true;
  }

  /** How often there was each. */
  synchronized Map<String, Integer> done() {
    return new TreeMap<>(done);
  }

  @Override
  public void run() {
    try {
      for (int i = 0; i < least || !over; i++) {
        Episode episode = Episode.random(random);
        Path folder = work.resolve("episode-" + i);
        int before = promises.count();
        one(episode, folder);
        count(episode);
        if (promises.count() == before) {
          Work.delete(folder);
        }
      }
    } catch (IOException e) {
      promises.broken(Promise.ZOMBIE, "no more episodes: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void count(Episode episode) {
    done.merge(episode.toString(), 1, Integer::sum);
  }

  private void one(Episode episode, Path path) throws IOException, InterruptedException {
    Launch launch =
        Launch.in(path)
            .withJava("-Dmetricbay.watchdog.seconds=" + patience.toSeconds())
            .withDescriptors(episode.descriptors());
    Files.createDirectories(launch.deploy());
    Folder folder = new Folder(launch.deploy(), Files.createDirectories(path.resolve("in")));
    folder.rename("good.jar", new PluginJar("good", 1, PluginJar.Flavor.GOOD).bytes());
    boolean ended = meets(episode, launch, folder);
    int ends = 0;
    while (ended) {
      ends++;
      if (ends > MOST_ENDS) {
        promises.broken(Promise.LEFT_OUT, episode + ": it ends again and again");
        return;
      }
      ended = comesBack(episode, launch, ends);
    }
  }

  /** Has an agent meet the plugin; returns whether it has ended. */
  private boolean meets(Episode episode, Launch launch, Folder folder)
      throws IOException, InterruptedException {
    Path marker = folder.outside().resolve("bad.done");
    try (AgentProcess agent = AgentProcess.start(launch)) {
      AgentClient client = new AgentClient(agent.url());
      if (!pacer.await(START_LIMIT, () -> shows(client, "good"))) {
        promises.broken(Promise.DEPLOYED, episode + ": the good plugin");
      }
      folder.rename(
          BAD, new HostileJar("bad", "soak.bad", episode.deed(), episode.moment(), marker).bytes());
      if (!pacer.await(START_LIMIT, () -> Files.exists(marker))) {
        promises.broken(Promise.DEPLOYED, episode + ": the hostile plugin");
      }
      pacer.pause(HARM);
      folder.rename("after.jar", new PluginJar("after", 1, PluginJar.Flavor.GOOD).bytes());
      return endsOrAnswers(episode, agent, () -> shows(client, "good") && shows(client, "after"));
    } catch (IOException e) {
      promises.broken(Promise.ZOMBIE, episode + ": " + e);
      return false;
    }
  }

  /** Starts it again; returns whether it has ended again. */
  private boolean comesBack(Episode episode, Launch launch, int time) throws InterruptedException {
    try (AgentProcess agent = AgentProcess.start(launch)) {
      AgentClient client = new AgentClient(agent.url());
      // Where nobody could know whose fault it was, it is known the third time.
      return endsOrAnswers(
          episode,
          agent,
          () ->
              shows(client, "good")
                  && shows(client, "after")
                  && (isLeftOut(client) || time < MOST_ENDS));
    } catch (IOException e) {
      return true;
    }
  }

  private boolean endsOrAnswers(Episode episode, AgentProcess agent, Pacer.Condition answers)
      throws IOException, InterruptedException {
    Pacer.Condition isOver = () -> !agent.isAlive() || answers.holds();
    if (!pacer.await(patience.plus(MARGIN), isOver)) {
      promises.broken(Promise.ZOMBIE, episode + ": it neither answers nor ends");
      return false;
    }
    OptionalInt status = agent.awaitEnd(Duration.ZERO);
    if (status.isPresent()) {
      judgeEnd(episode, agent, status.getAsInt());
      return true;
    }
    agent.signal("TERM");
    if (agent.awaitEnd(END_LIMIT).isEmpty()) {
      promises.broken(Promise.ZOMBIE, episode + ": SIGTERM does not end it");
    }
    return false;
  }

  private void judgeEnd(Episode episode, AgentProcess agent, int status) throws IOException {
    String log = agent.logFile().stripTrailing();
    String last = log.substring(log.lastIndexOf('\n') + 1);
    if (status != STATUS || !last.contains("ended")) {
      promises.broken(
          Promise.ZOMBIE, episode + ": ended with status " + status + ", last said: " + last);
    }
  }

  private static boolean shows(AgentClient client, String plugin) throws InterruptedException {
    try {
      return client.scrape().has("soak_value{plugin=\"" + plugin + "\"}");
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isLeftOut(AgentClient client) throws InterruptedException {
    try {
      for (JsonNode file : client.plugins().path("files")) {
        if (file.path("name").asText().equals(BAD)) {
          return !file.path("state").asText().matches("RUNNING|DEPLOYING|INCOMPLETE")
              && !file.path("reason").asText().isEmpty();
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }
}
