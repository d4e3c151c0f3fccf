package org.metricbay.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.metricbay.soak.Promises.Promise;

/**
 * Runs the packed agent under the {@link Churn}, has it scraped all the time, and tells which of
 * its promises it did not keep.
 */
public final class Soak {
  private static final Duration SCRAPE_EVERY = Duration.ofMillis(50);
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(40);
  private static final String LOADERS = "metricbay_deploy_class_loaders_not_collected";

  /** So that a version that fails later is taken back while we watch. */
  private static final List<String> CONF = List.of("deploy.rollback-after = 1");

  /** So that the process grows only if something outside of the heap does. */
  private static final String JVM = "-Xms96m -XX:+AlwaysPreTouch";

  /** They change by themselves, or with the version. */
  private static final Set<String> NOT_PROMISED =
      Set.of(
          "metricbay_collector_info",
          "metricbay_collector_age_seconds",
          "node_exporter_build_info");

  private final SoakOptions options;
  private final Path work;
  private final Promises promises = new Promises();
  private final LongStream.Builder scrapeNanos = LongStream.builder();

  Soak(SoakOptions options, Path work) {
    this.options = options;
    this.work = work;
  }

  /** Soaks, prints the report, and ends with status 1 if a promise was broken. */
  @SuppressWarnings("SystemOut") // A program that reports.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SoakOptions options = SoakOptions.of(List.of(arguments));
    Path work = Files.createTempDirectory("metricbay-soak");
    System.out.println("seed " + options.seed() + ", the agent's folders and log in " + work);
    Report report = new Soak(options, work).run();
    System.out.println(report.table());
    if (options.json().isPresent()) {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(options.json().get().toFile(), report);
    }
    report.brokenPromises().forEach(line -> System.out.println("BROKEN: " + line));
    report.examples().forEach(line -> System.out.println("  " + line));
    if (report.brokenPromises().isEmpty()) {
      System.out.println("All promises were kept.");
      Work.delete(work);
    }
    System.exit(report.brokenPromises().isEmpty() ? 0 : 1);
  }

  Report run() throws IOException, InterruptedException {
    Random random = new Random(options.seed());
    Folder folder = new Folder(work.resolve("deploy"), Files.createDirectories(work.resolve("in")));
    List<Subject> subjects = subjects();
    Launch launch = Launch.in(work).with(CONF).withJava(JVM).onTerminal();
    try (AgentProcess agent = AgentProcess.start(launch);
        Pacer pacer = new Pacer(options.clients() + 2)) {
      try {
        AgentClient client = new AgentClient(agent.url());
        Churn churn = new Churn(agent, folder, pacer, promises, random, subjects);
        Recovery recovery = new Recovery(client, pacer, promises);
        HostileLoad.Stage stage =
            new HostileLoad.Stage(work, launch, agent, folder, pacer, promises, subjects);
        try (Load load =
            options.hostile() ? new HostileLoad(stage, churn, recovery, options, random) : churn) {
          settle(agent, load, subjects, client, pacer);
          JsonNode overview = client.plugins();
          subjects.forEach(subject -> subject.learnCollectors(overview));
          Set<String> collectors = promiseHealthy(subjects, client);
          recovery.expect(collectors);
          beginScraping(agent, pacer, collectors);
          load.warmUp(options.extent());
          settle(agent, load, subjects, client, pacer);
          awaitLoaders(agent, client, pacer);
          return measured(agent, load, subjects, client, pacer);
        }
      } finally {
        Files.writeString(work.resolve("agent.log"), agent.log());
      }
    }
  }

  /** What cannot even be asked is broken; the rest is told all the same. */
  private void judgeEnd(Load load) throws InterruptedException {
    try {
      load.judgeEnd();
    } catch (IOException e) {
      promises.broken(Promise.ANSWERS, "at the end: " + e);
    }
  }

  private Report measured(
      AgentProcess agent, Load load, List<Subject> subjects, AgentClient client, Pacer pacer)
      throws IOException, InterruptedException {
    load.forget();
    Vitals begin = Vitals.of(agent);
    Page first = client.scrape();
    long beginNanos = System.nanoTime();
    int cycles = load.run(options.extent());
    double seconds = (System.nanoTime() - beginNanos) / 1e9;
    settle(agent, load, subjects, client, pacer);
    long loaders = awaitLoaders(agent, client, pacer);
    if (loaders > 0) {
      Vitals.dumpHeap(agent, work.resolve("loaders.hprof"));
    }
    Vitals end = Vitals.of(agent);
    Page last = client.scrape();
    judgeEnd(load);
    pacer.close();
    if (!options.hostile()) {
      checkLog(agent.log());
    }
    return new Report(
        options.seed(),
        System.getProperty("java.version"),
        cycles,
        seconds,
        load.done(),
        scrapeTimes(),
        deployments(first, last),
        brokenCounts(),
        promises.examples(),
        loaders,
        begin,
        end,
        options.judgesGrowth());
  }

  private static List<Subject> subjects() throws IOException {
    List<Subject> subjects = new ArrayList<>();
    try (DirectoryStream<Path> packed =
        Files.newDirectoryStream(AgentProcess.HOME.resolve("bundles-deploy"), "*.jar")) {
      for (Path jar : packed) {
        subjects.add(Subject.packed(String.valueOf(jar.getFileName()), Files.readAllBytes(jar)));
      }
    }
    // In a fixed order, so that a seed means the same everywhere.
    subjects.sort(Comparator.comparing(Subject::file));
    List.of("steady-a", "steady-b").forEach(name -> subjects.add(Subject.generated(name, true)));
    List.of("churn-a", "churn-b", "churn-c", "churn-d")
        .forEach(name -> subjects.add(Subject.generated(name, false)));
    return subjects;
  }

  /** Makes all files good and waits until exactly they run. */
  private void settle(
      AgentProcess agent, Load load, List<Subject> subjects, AgentClient client, Pacer pacer)
      throws IOException, InterruptedException {
    load.makeAllGood();
    boolean same =
        pacer.await(SETTLE_LIMIT, () -> !agent.isAlive() || isAsExpected(agent, subjects, client));
    if (!agent.isAlive()) {
      throw new IOException("the agent has ended:\n" + agent.log());
    }
    if (!same) {
      Expected.difference(subjects, client.plugins())
          .ifPresent(difference -> promises.broken(Promise.END, difference));
    }
  }

  private static boolean isAsExpected(
      AgentProcess agent, List<Subject> subjects, AgentClient client) throws InterruptedException {
    try {
      return Expected.difference(subjects, client.plugins()).isEmpty();
    } catch (IOException e) {
      return !agent.isAlive(); // It has just ended, or is being mended.
    }
  }

  /** Promises that what the healthy plugins show now they show from now on. */
  private Set<String> promiseHealthy(List<Subject> subjects, AgentClient client)
      throws IOException, InterruptedException {
    Set<String> collectors = new HashSet<>();
    subjects.stream()
        .filter(Subject::isHealthy)
        .forEach(subject -> collectors.addAll(subject.collectors()));
    String query = "?collect[]=" + String.join("&collect[]=", collectors);
    Page page = client.scrape(query.replace("[", "%5B").replace("]", "%5D"));
    page.values().keySet().stream()
        .filter(series -> !NOT_PROMISED.contains(Page.familyOf(series)))
        .forEach(series -> promises.require(series, Promise.SERIES));
    return collectors;
  }

  private void beginScraping(AgentProcess agent, Pacer pacer, Set<String> collectors) {
    for (int i = 0; i < options.clients(); i++) {
      AgentClient client = new AgentClient(agent.url());
      pacer.every(SCRAPE_EVERY, new Scraper(client, promises, collectors, this::scraped));
    }
  }

  private void scraped(long nanos) {
    synchronized (scrapeNanos) {
      scrapeNanos.add(nanos);
    }
  }

  private Times scrapeTimes() {
    synchronized (scrapeNanos) {
      return Times.ofNanos(scrapeNanos.build());
    }
  }

  /** Collects garbage until no gone plugin's class loader is left, or the time is over. */
  private static long awaitLoaders(AgentProcess agent, AgentClient client, Pacer pacer)
      throws IOException, InterruptedException {
    pacer.await(
        SETTLE_LIMIT,
        () -> {
          Vitals.collectGarbage(agent);
          return client.scrape().value(LOADERS) == 0;
        });
    return Math.round(client.scrape().value(LOADERS));
  }

  private static Map<String, Long> deployments(Page first, Page last) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String what : List.of("installs", "upgrades", "removals", "refusals", "rollbacks")) {
      String series = "metricbay_deploy_" + what + "_total";
      counts.put(what, Math.round(last.value(series) - first.value(series)));
    }
    return counts;
  }

  private Map<String, Integer> brokenCounts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Arrays.stream(Promise.values())
        .forEach(promise -> counts.put(promise.broken, promises.count(promise)));
    return counts;
  }

  private void checkLog(String log) {
    Optional<String> error =
        log.lines().filter(line -> line.contains("SEVERE") || line.startsWith("\tat ")).findFirst();
    error.ifPresent(line -> promises.broken(Promise.LOG, line));
  }
}
