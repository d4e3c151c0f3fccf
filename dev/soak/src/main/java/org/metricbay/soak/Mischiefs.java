package org.metricbay.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.metricbay.soak.Excuses.What;
import org.metricbay.soak.Promises.Promise;

/** Drops hostile plugins beside the others, and takes them away again. */
final class Mischiefs {
  private static final Duration SEEN_LIMIT = Duration.ofSeconds(20);
  private static final Duration GONE_LIMIT = Duration.ofSeconds(30);

  /** By then the agent has looked whether threads of its libraries have died, and has made them. */
  private static final Duration MENDED = Duration.ofSeconds(12);

  private static final int LINGER_MILLIS = 700;

  private final Folder folder;
  private final AgentClient client;
  private final Pacer pacer;
  private final Promises promises;
  private final Recovery recovery;
  private final Random random;
  private final Lingering lingering;
  private int count;

  Mischiefs(
      Folder folder,
      AgentClient client,
      Pacer pacer,
      Promises promises,
      Recovery recovery,
      Random random,
      Lingering lingering) {
    this.folder = folder;
    this.client = client;
    this.pacer = pacer;
    this.promises = promises;
    this.recovery = recovery;
    this.random = random;
    this.lingering = lingering;
  }

  void act(Mischief mischief) throws IOException, InterruptedException {
    count++;
    String name = "hostile-" + count;
    String file = name + ".jar";
    Path marker = folder.outside().resolve(name + ".done");
    byte[] jar =
        new HostileJar(
                mischief.collector().orElse(name),
                "soak." + name,
                mischief.name(),
                mischief.moment(),
                marker)
            .bytes();
    if (mischief.stays()) {
      drop(mischief, file, jar, marker);
      lingering.add(() -> folder.delete(file));
    } else {
      promises
          .excuses()
          .during(
              mischief.excused(),
              () -> {
                drop(mischief, file, jar, marker);
                folder.delete(file);
                awaitGone(mischief, file);
                recovery.await(mischief.name());
                if (mischief.excused() == What.SCRAPES) {
                  pacer.pause(MENDED);
                  recovery.await(mischief.name());
                }
              });
    }
  }

  private void drop(Mischief mischief, String file, byte[] jar, Path marker)
      throws IOException, InterruptedException {
    folder.rename(file, jar);
    if (mischief.isSeen() && !pacer.await(SEEN_LIMIT, () -> Files.exists(marker))) {
      promises.broken(Promise.DEPLOYED, mischief + " in " + file);
    }
    pacer.pause(Duration.ofMillis(random.nextInt(LINGER_MILLIS)));
  }

  private void awaitGone(Mischief mischief, String file) throws IOException, InterruptedException {
    if (!pacer.await(GONE_LIMIT, () -> isGone(file))) {
      promises.broken(Promise.RECOVERY, mischief + ": " + file + " does not go");
    }
  }

  private boolean isGone(String file) throws InterruptedException {
    try {
      for (JsonNode each : client.plugins().path("files")) {
        if (each.path("name").asText().equals(file)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      // It has not recovered yet.
      return false;
    }
  }
}
