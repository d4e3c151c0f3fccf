package org.metricbay.itest;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packed distribution, run as a process of its own; killed when closed. */
final class PackedAgent implements AutoCloseable {
  /** The distribution as {@code mvn package} makes it. */
  static final Path HOME =
      Path.of(System.getProperty("metricbay.distribution", "../host-app/target/metricbay"))
          .toAbsolutePath()
          .normalize();

  /** How long anything may take that is not measured. */
  static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Pattern SERVING = Pattern.compile("serving (http://\\S+)/metrics");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path work;
  private final Process process;
  private final String url;

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

  private PackedAgent(Path work, Process process, String url, String log) {
    this.work = work;
    this.process = process;
    this.url = url;
    this.log = log;
  }

  /** How to start it; the folders {@code deploy} and {@code data} are in the given one. */
  static final class Launch {
    private final Path work;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> arguments = new ArrayList<>();
    private Path launcher = HOME.resolve("metricbay");
    private boolean unread;

    private Launch(Path work) {
      this.work = work;
    }

    Launch environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Adds words to the command line. */
    Launch with(String... words) {
      arguments.addAll(Arrays.asList(words));
      return this;
    }

    /** Makes its standard output a pipe that nobody reads. */
    Launch withUnreadOutput() {
      unread = true;
      return this;
    }

    private String log() {
      return unread ? "data/log/metricbay.0.log" : "out.txt";
    }

    /** Uses another copy of the distribution. */
    Launch from(Path home) {
      launcher = home.resolve("metricbay");
      return this;
    }

    /** Writes {@code conf/metricbay.cfg} and has it read. */
    Launch conf(String... lines) {
      try {
        Path conf = Files.createDirectories(work.resolve("conf"));
        Files.write(conf.resolve("metricbay.cfg"), List.of(lines));
        return with("--conf", conf.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Writes {@code conf/metricbay.NAME.cfg}; after {@link #conf}. */
    Launch pluginConf(String name, String text) {
      try {
        Files.writeString(work.resolve("conf").resolve("metricbay." + name + ".cfg"), text);
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Process launch() throws IOException {
      List<String> command = new ArrayList<>();
      command.add(launcher.toString());
      command.addAll(arguments);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(work.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectOutput(
                  unread
                      ? ProcessBuilder.Redirect.PIPE
                      : ProcessBuilder.Redirect.to(work.resolve("out.txt").toFile()))
              .redirectError(work.resolve("err.txt").toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("METRICBAY_"));
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().putAll(environment);
      return builder.start();
    }

    /** Runs a command that ends by itself. */
    Exit runToEnd() throws IOException, InterruptedException {
      long begin = System.nanoTime();
      Process process = launch();
      try {
        return awaitExit(work, process, begin);
      } finally {
        process.destroyForcibly();
      }
    }

    /** Starts {@code run} on a free port, and returns when it serves. */
    PackedAgent start() throws IOException {
      if (arguments.isEmpty() || !arguments.get(0).equals("run")) {
        arguments.addAll(0, List.of("run", "--port", "0"));
      }
      if (!arguments.contains("--deploy")) {
        with("--deploy", Files.createDirectories(work.resolve("deploy")).toString());
      }
      if (!arguments.contains("--data")) {
        with("--data", work.resolve("data").toString());
      }
      return startAsIs();
    }

    /** Starts the command line as it is. */
    PackedAgent startAsIs() throws IOException {
      Process process = launch();
      try {
        Matcher serving =
            await("the line with the URL")
                .atMost(DEADLINE)
                .pollInterval(OFTEN)
                .failFast("it ended: " + work, () -> !process.isAlive())
                .until(() -> SERVING.matcher(text(work, log())), Matcher::find);
        return new PackedAgent(work, process, serving.group(1), log());
      } catch (RuntimeException e) {
        process.destroyForcibly();
        throw new AssertionError(text(work, "out.txt") + text(work, "err.txt"), e);
      }
    }
  }

  static Launch in(Path work) {
    return new Launch(work);
  }

  private static Exit awaitExit(Path work, Process process, long begin)
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

  private static String text(Path work, String file) throws IOException {
    Path path = work.resolve(file);
    return Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : "";
  }

  Path deploy() {
    return work.resolve("deploy");
  }

  Path data() {
    return work.resolve("data");
  }

  String url() {
    return url;
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
    try (DirectoryStream<Path> files = Files.newDirectoryStream(deploy())) {
      for (Path file : files) {
        if (!kept.contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
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
  }

  // HTTP

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(
          request.timeout(DEADLINE).build(),
          HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path));
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  HttpResponse<String> put(String path) {
    return send(request(path).PUT(HttpRequest.BodyPublishers.noBody()));
  }

  MetricsPage scrape() {
    HttpResponse<String> response = get("/metrics");
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + ": " + response.body());
    }
    return MetricsPage.parse(response.body());
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(response.body(), e);
    }
  }

  JsonNode plugins() {
    return json(get("/plugins"));
  }

  /** What {@code /plugins} says of a file; a missing node if nothing. */
  static JsonNode file(JsonNode plugins, String name) {
    return named(plugins.get("files"), name);
  }

  /** The element with this name; a missing node if there is none. */
  static JsonNode named(JsonNode list, String name) {
    for (JsonNode element : list) {
      if (element.get("name").asText().equals(name)) {
        return element;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
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

  /** Ends it with SIGKILL. */
  void kill() {
    process.destroyForcibly();
    await("the end of the process").atMost(DEADLINE).until(() -> !process.isAlive());
  }

  @Override
  public void close() {
    kill();
  }
}
