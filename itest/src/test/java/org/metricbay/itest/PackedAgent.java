package org.metricbay.itest;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packed distribution, run as a process of its own; killed when closed. */
final class PackedAgent extends AgentHttp implements AutoCloseable {
  /** The distribution as {@code mvn package} makes it. */
  static final Path HOME =
      Path.of(System.getProperty("metricbay.distribution", "../host-app/target/metricbay"))
          .toAbsolutePath()
          .normalize();

  /** How long anything may take that is not measured. */
  static final Duration DEADLINE = Duration.ofSeconds(20);

  static final Duration OFTEN = Duration.ofMillis(10);

  private final Path work;
  private final Process process;

  /** The file below the work folder where the log is read. */
  private final String log;

  private int logFrom;

  /**
   * How a process ended.
   *
   * @param status its exit status
   * @param time how long it took
   * @param out what it wrote to standard output
   * @param err what it wrote to standard error
   */
  record Exit(int status, Duration time, String out, String err) {}

  PackedAgent(Path work, Process process, String url, String log) {
    super(url);
    this.work = work;
    this.process = process;
    this.log = log;
  }

  static Launch in(Path work) {
    return new Launch(work);
  }

  static Exit awaitExit(Path work, Process process, long begin)
      throws IOException, InterruptedException {
    if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("does not end: " + text(work, "out.txt") + text(work, "err.txt"));
    }
    return new Exit(
        process.exitValue(),
        Duration.ofNanos(System.nanoTime() - begin),
        text(work, "out.txt"),
        text(work, "err.txt"));
  }

  static String text(Path work, String file) throws IOException {
    Path path = work.resolve(file);
    return Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : "";
  }

  Path deploy() {
    return work.resolve("deploy");
  }

  Path data() {
    return work.resolve("data");
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has written to standard output, which holds the log, since {@link #forgetLog}. */
  String log() throws IOException {
    return text(work, log).substring(logFrom);
  }

  /** From now on only what is written from now on counts. */
  void forgetLog() throws IOException {
    logFrom = text(work, log).length();
  }

  // Files

  /** Puts a file into the watched folder in one step, as a careful user does. */
  Path drop(String name, byte[] content) throws IOException {
    Path written = work.resolve("written.tmp");
    Files.write(written, content);
    return Files.move(written, deploy().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  Path drop(String name, PluginJar jar) throws IOException {
    return drop(name, jar.bytes());
  }

  void delete(String name) throws IOException {
    Files.delete(deploy().resolve(name));
  }

  /** Empties the watched folder but for some files, and waits until the agent has followed. */
  void clearAllBut(List<String> kept) throws IOException {
    boolean any = false;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(deploy())) {
      for (Path file : files) {
        if (!kept.contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
          any = true;
        }
      }
    }
    awaitPlugins(
        "only " + kept + " to be left",
        json -> {
          List<String> names = new ArrayList<>();
          json.get("files").forEach(file -> names.add(file.get("name").asText()));
          return kept.containsAll(names) && json.get("plugins").size() <= kept.size() + 1;
        });
    if (any) {
      put("/plugins/reload"); // Answers when all is done that writes to the log.
    }
  }

  // Waiting

  /** Waits until the page is as wanted, and gives it. */
  MetricsPage awaitPage(String what, Predicate<MetricsPage> wanted) {
    return await(what).atMost(DEADLINE).pollInterval(OFTEN).until(this::scrape, wanted);
  }

  /** Waits until a series has a value. */
  MetricsPage awaitValue(String series, double value) {
    return awaitPage(series + " to be " + value, page -> page.value(series) == value);
  }

  MetricsPage awaitNo(String series) {
    return awaitPage("no " + series, page -> !page.has(series));
  }

  JsonNode awaitPlugins(String what, Predicate<JsonNode> wanted) {
    return await(what).atMost(DEADLINE).pollInterval(OFTEN).until(this::plugins, wanted);
  }

  /** Waits until {@code /plugins} shows a file in a state, and gives what it says of the file. */
  JsonNode awaitFile(String name, String state) {
    JsonNode all =
        awaitPlugins(
            name + " to be " + state,
            json -> file(json, name).path("state").asText().equals(state));
    return file(all, name);
  }

  /** Waits for a line of the log in which the pattern is found. */
  String awaitLog(String pattern) {
    Pattern compiled = Pattern.compile(".*" + pattern + ".*");
    return await("a line of the log with " + pattern)
        .atMost(DEADLINE)
        .pollInterval(OFTEN)
        .until(() -> compiled.matcher(log()), Matcher::find)
        .group();
  }

  /** Runs the JDK's {@code jcmd} on it. */
  String jcmd(String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    words.add(Long.toString(pid()));
    words.addAll(List.of(command));
    Process jcmd = new ProcessBuilder(words).redirectErrorStream(true).start();
    String out = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new AssertionError(out);
    }
    return out;
  }

  // The end

  /** Ends it with SIGTERM. */
  Exit stop() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    process.destroy();
    return awaitExit(work, process, begin);
  }

  /** Waits until it ends by itself. */
  Exit awaitEnd() throws IOException, InterruptedException {
    return awaitExit(work, process, System.nanoTime());
  }

  /** With what it has started: on a terminal the agent itself, which may not heed its end. */
  static void killAll(Process process) {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends it with SIGKILL. */
  void kill() {
    killAll(process);
    await("the end of the process").atMost(DEADLINE).until(() -> !process.isAlive());
  }

  @Override
  public void close() {
    kill();
  }
}
