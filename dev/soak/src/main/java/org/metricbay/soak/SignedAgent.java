package org.metricbay.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.metricbay.soak.Promises.Promise;

/**
 * A second agent, which takes signed JARs only, and is given forged ones. It has no terminal, so
 * that SIGHUP makes it read its files again.
 */
final class SignedAgent implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Pacer pacer;
  private final Promises promises;
  private final Random random;
  private final Forger forger;
  private final Signer signer;
  private final AgentProcess agent;
  private final AgentClient client;
  private final Folder folder;
  private final Subject subject = Subject.generated("signed", true);
  private int good;

  SignedAgent(Path work, Pacer pacer, Promises promises, Random random)
      throws IOException, InterruptedException {
    this.pacer = pacer;
    this.promises = promises;
    this.random = random;
    forger = new Forger(random);
    Launch launch = Launch.in(work);
    folder =
        new Folder(
            Files.createDirectories(launch.deploy()), Files.createDirectories(work.resolve("in")));
    signer = Signer.in(work, "TRUSTED");
    agent = AgentProcess.start(launch.withOptions("--require-signed", signer.store().toString()));
    client = new AgentClient(agent.url());
    upgrade();
  }

  /** Puts a forged JAR in the place of the good one, or beside it. */
  void forge() throws IOException, InterruptedException {
    if (random.nextInt(4) == 0) {
      upgrade();
    }
    byte[] forged = forger.forged(signer.sign(subject.jar(subject.next())));
    String file = random.nextBoolean() ? subject.file() : "beside.jar";
    folder.rename(file, forged);
    if (!client.reload()) {
      promises.broken(Promise.ANSWERS, "reload of a forged JAR");
    }
    Page page = client.scrape();
    for (String series : page.values().keySet()) {
      if (series.contains(Forger.EVIL)) {
        Path kept = Files.write(folder.outside().resolve("ran-" + subject.newest()), forged);
        promises.broken(Promise.SIGNED, series + " of " + kept);
      }
    }
    if (!page.has(subject.valueSeries())) {
      promises.broken(Promise.SERIES, "those of the signed plugin after a forged one");
    }
    folder.delete("beside.jar");
  }

  private void upgrade() throws IOException, InterruptedException {
    good = subject.next();
    folder.rename(subject.file(), signer.sign(subject.jar(good)));
    String series = subject.valueSeries();
    if (!pacer.await(LIMIT, () -> client.scrape().value(series) == good)) {
      promises.broken(Promise.DEPLOYED, "a signed plugin");
    }
  }

  /** It has to read its files again, and may not end. */
  void hangUp() throws IOException, InterruptedException {
    agent.signal("HUP");
    if (agent.awaitEnd(Duration.ofMillis(500)).isPresent()) {
      promises.broken(Promise.RECOVERY, "it has ended by SIGHUP");
    } else {
      upgrade();
    }
  }

  void judgeLog() throws IOException {
    Logs.check(agent, promises);
  }

  /** Ends it. */
  @Override
  public void close() throws IOException {
    agent.close();
    Files.writeString(folder.outside().resolve("agent.log"), agent.log());
  }
}
