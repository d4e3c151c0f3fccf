package org.metricbay.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Measures how long it takes from a change in the folder until the page shows it, the trial
 * collection included, and what the agent needs when nobody asks it anything.
 */
public final class DeployLatency {
  private static final String FILE = "measured.jar";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** The unit of times in /proc, which is the same on all of Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int WARM_UP = 10;

  private final AgentProcess agent;
  private final AgentClient client;
  private final Folder folder;
  private final Pacer pacer;
  private final Random random = new Random(4);

  private DeployLatency(AgentProcess agent, Folder folder, Pacer pacer) {
    this.agent = agent;
    this.client = new AgentClient(agent.url());
    this.folder = folder;
    this.pacer = pacer;
  }

  /** Measures and prints; the argument is how often, 60 if there is none. */
  @SuppressWarnings("SystemOut") // A program that reports.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int times = arguments.length == 0 ? 60 : Integer.parseInt(arguments[0]);
    Path work = Files.createTempDirectory("metricbay-latency");
    Folder folder = new Folder(work.resolve("deploy"), Files.createDirectories(work.resolve("in")));
    Files.createDirectories(folder.path());
    for (String file : List.of("cpu-bundle.jar", "disk-bundle.jar")) {
      folder.copy(
          file, Files.readAllBytes(AgentProcess.HOME.resolve("bundles-deploy").resolve(file)));
    }
    try (AgentProcess agent = AgentProcess.start(work, List.of(), "", false);
        Pacer pacer = new Pacer(1)) {
      new DeployLatency(agent, folder, pacer).measure(times);
    } finally {
      Work.delete(work);
    }
  }

  @SuppressWarnings("SystemOut") // A program that reports.
  private void measure(int times) throws IOException, InterruptedException {
    LongStream.Builder drops = LongStream.builder();
    LongStream.Builder replacements = LongStream.builder();
    LongStream.Builder deletions = LongStream.builder();
    for (int i = -WARM_UP; i < times; i++) {
      Path first = folder.prepare(FILE, jar(1));
      long drop = until(() -> folder.move(first, FILE), 1);
      Path second = folder.prepare(FILE, jar(2));
      long replacement = until(() -> folder.move(second, FILE), 2);
      long deletion = until(() -> folder.delete(FILE), Double.NaN);
      if (i >= 0) {
        drops.add(drop);
        replacements.add(replacement);
        deletions.add(deletion);
      }
    }
    System.out.println("Java " + System.getProperty("java.version") + ", each " + times + " times");
    System.out.println("a scrape   " + Times.ofNanos(scrapes(times)));
    System.out.println("drop       " + Times.ofNanos(drops.build()));
    System.out.println("replace    " + Times.ofNanos(replacements.build()));
    System.out.println("delete     " + Times.ofNanos(deletions.build()));
    System.out.printf(Locale.ROOT, "idle CPU   %.2f %% of one core%n", idlePercent());
  }

  /** A change in the folder. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  /** From the change until the page has the value; scrapes without a pause meanwhile. */
  private long until(Change change, double value) throws IOException, InterruptedException {
    // At no particular moment between two periodic looks, and when all that came before is over.
    pacer.pause(Duration.ofMillis(150 + random.nextInt(300)));
    long begin = System.nanoTime();
    change.make();
    String series = "soak_value{plugin=\"measured\"}";
    while (Double.compare(client.scrape().value(series), value) != 0) {
      if (System.nanoTime() - begin > LIMIT.toNanos()) {
        throw new IOException("not seen within " + LIMIT + ":\n" + agent.log());
      }
    }
    return System.nanoTime() - begin;
  }

  private static byte[] jar(int number) throws IOException {
    return new PluginJar("measured", number, PluginJar.Flavor.GOOD).bytes();
  }

  private LongStream scrapes(int times) throws IOException, InterruptedException {
    LongStream.Builder scrapes = LongStream.builder();
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      client.scrape();
      scrapes.add(System.nanoTime() - begin);
    }
    return scrapes.build();
  }

  private double idlePercent() throws IOException, InterruptedException {
    pacer.pause(Duration.ofSeconds(5));
    long before = ticks();
    pacer.pause(IDLE);
    return (ticks() - before) / TICKS_PER_SECOND / IDLE.toSeconds() * 100;
  }

  /** What the process has used, in user and kernel mode. */
  private long ticks() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(agent.pid()), "stat"));
    // The name of the program, in parentheses, may have spaces in it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }
}
