package org.metricbay.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.metricbay.soak.OddFiles.Oddity;
import org.metricbay.soak.Promises.Promise;

/** The churn, and between it all that is known to have hurt the agent. */
final class HostileLoad implements Load {
  private static final int LINGER = 3;
  private static final int SHORT_EPISODES = 2;
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration STRAYS_LIMIT = Duration.ofSeconds(20);

  private final AgentProcess agent;
  private final Pacer pacer;
  private final Promises promises;
  private final Random random;
  private final Churn churn;
  private final Lingering lingering = new Lingering(LINGER);
  private final OddFiles oddFiles;
  private final Mischiefs mischiefs;
  private final Hands hands;
  private final Surroundings surroundings;
  private final RudeClient rudeClient;
  private final SignedAgent signed;
  private final Episodes episodes;
  private final Thread episodesThread;
  private final Map<String, Integer> done = new TreeMap<>();
  private final Path acts;
  private Map<Integer, String> bundles = Map.of();
  private int count;

  /** What the load works with. */
  record Stage(
      Path work,
      Launch launch,
      AgentProcess agent,
      Folder folder,
      Pacer pacer,
      Promises promises,
      List<Subject> subjects) {}

  HostileLoad(Stage stage, Churn churn, Recovery recovery, SoakOptions options, Random random)
      throws IOException, InterruptedException {
    this.churn = churn;
    this.random = random;
    agent = stage.agent();
    acts = stage.work().resolve("acts");
    pacer = stage.pacer();
    promises = stage.promises();
    AgentClient client = new AgentClient(agent.url());
    Folder folder = stage.folder();
    oddFiles = new OddFiles(folder, client, pacer, promises, random, lingering);
    mischiefs = new Mischiefs(folder, client, pacer, promises, recovery, random, lingering);
    hands = new Hands(agent, client, folder, pacer, promises, random, stage.subjects());
    surroundings = new Surroundings(stage.launch(), pacer, random, lingering);
    rudeClient = new RudeClient(agent.url(), random);
    signed = new SignedAgent(stage.work().resolve("signed"), pacer, promises, random);
    boolean isLong = options.extent().isLong();
    episodes =
        new Episodes(
            stage.work().resolve("episodes"),
            pacer,
            promises,
            new Random(options.seed()),
            isLong ? 1 : SHORT_EPISODES,
            isLong ? PATIENCE : SHORT_PATIENCE);
    episodesThread = new Thread(episodes, "episodes");
    episodesThread.setDaemon(true);
  }

  @Override
  public void warmUp(Extent measured) throws IOException, InterruptedException {
    bundles = hands.bundles();
    episodesThread.start();
    if (measured.isLong()) {
      churn.everythingOnce();
      for (Oddity oddity : Oddity.values()) {
        act(oddity.name(), () -> oddFiles.file(oddity));
      }
      for (Mischief mischief : Mischief.values()) {
        act(mischief.name(), () -> mischiefs.act(mischief));
      }
      run(measured.quarter());
    }
  }

  @Override
  public int run(Extent extent) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    int count = 0;
    while (!extent.isOver(count, begin)) {
      act(HostileAct.random(random));
      count++;
    }
    return count;
  }

  private void act(HostileAct act) throws IOException, InterruptedException {
    switch (act) {
      case CHURN -> act("CHURN", churn::act);
      case ODD_NAME -> act("ODD_NAME", oddFiles::name);
      case ODD_FILE -> {
        Oddity oddity = any(Oddity.values());
        act(oddity.name(), () -> oddFiles.file(oddity));
      }
      case MISCHIEF -> {
        Mischief mischief = any(Mischief.values());
        act(mischief.name(), () -> mischiefs.act(mischief));
      }
      case HANDS -> {
        churn.makeAllGood();
        act("HANDS", hands::act);
      }
      case CONFIGURATION -> act("CONFIGURATION", surroundings::configuration);
      case RIGHTS -> act("RIGHTS", surroundings::rights);
      case RUDE_CLIENT -> act("RUDE_CLIENT", rudeClient::act);
      case FORGERY -> act("FORGERY", signed::forge);
      case HANG_UP -> act("HANG_UP", signed::hangUp);
    }
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private void act(String name, Excuses.Deed deed) throws IOException, InterruptedException {
    done.merge(name, 1, Integer::sum);
    count++;
    promises.doing(count + " " + name);
    Files.writeString(
        acts,
        Instant.now() + " " + name + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    try {
      deed.run();
    } catch (IOException e) {
      promises.broken(Promise.ANSWERS, name + ": " + e);
    }
    if (!agent.isAlive()) {
      throw new IOException("the agent has ended after " + name + ":\n" + agent.log());
    }
  }

  @Override
  public void makeAllGood() throws IOException, InterruptedException {
    lingering.undoAll();
    rudeClient.close();
    churn.makeAllGood();
  }

  @Override
  public Map<String, Integer> done() {
    Map<String, Integer> all = new TreeMap<>(churn.done());
    all.putAll(done);
    all.remove("CHURN");
    all.putAll(episodes.done());
    return all;
  }

  @Override
  public void forget() {
    churn.forget();
    done.clear();
  }

  @Override
  public void judgeEnd() throws IOException, InterruptedException {
    episodes.end();
    if (!pacer.await(STRAYS_LIMIT, () -> Hands.more(bundles, hands.bundles()).isEmpty())) {
      promises.broken(Promise.STRAYS, Hands.more(bundles, hands.bundles()).toString());
    }
    Logs.check(agent, promises);
    signed.judgeLog();
    episodesThread.join();
  }

  @Override
  public void close() throws IOException {
    rudeClient.close();
    signed.close();
    episodesThread.interrupt();
  }
}
