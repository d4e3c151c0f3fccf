package org.metricbay.soak;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packed agent as a process, on the JDK that this program runs on. On a terminal, a pseudo one
 * that util-linux's {@code script} makes, it offers its shell, which is then spoken to as by a
 * person.
 */
final class AgentProcess implements AutoCloseable {
  static final Path HOME =
      Path.of(System.getProperty("metricbay.distribution", "host-app/target/metricbay"))
          .toAbsolutePath()
          .normalize();

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Pattern SERVING =
      Pattern.compile("serving (http://\\S+/)metrics|Exception in thread");
  private static final Pattern PROMPT = Pattern.compile("(?m)^g! ");

  private final Launch launch;
  private final Process process;
  private final Output output;
  private final Writer input;
  private final Thread atExit = new Thread(this::kill);
  private String url = "";
  private long pid;

  private AgentProcess(Launch launch, Process process) {
    this.launch = launch;
    this.process = process;
    this.output = Output.of(process.getInputStream());
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts it, and returns when it serves. */
  static AgentProcess start(Launch launch) throws IOException, InterruptedException {
    Files.createDirectories(launch.deploy());
    Path settings = Files.createDirectories(launch.conf()).resolve("metricbay.cfg");
    Files.write(settings, launch.settings());
    ProcessBuilder builder = new ProcessBuilder(launch.command()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("METRICBAY_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("METRICBAY_JAVA_OPTS", launch.javaOptions());
    builder.environment().put("TERM", "dumb");
    AgentProcess started = new AgentProcess(launch, builder.start());
    try {
      started.awaitServing(launch.terminal());
      return started;
    } catch (IOException | InterruptedException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  private void awaitServing(boolean terminal) throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(atExit);
    Optional<MatchResult> serving = output.await(SERVING, 0, DEADLINE);
    if (serving.isEmpty() || serving.get().group(1) == null) {
      throw new IOException("the agent does not start:\n" + output.text());
    }
    url = serving.get().group(1);
    pid =
        Stream.concat(Stream.of(process.toHandle()), process.descendants())
            .filter(handle -> handle.info().command().orElse("").endsWith("/java"))
            .findFirst()
            .orElseThrow(() -> new IOException("the agent's JVM cannot be found"))
            .pid();
    if (terminal && output.await(PROMPT, 0, DEADLINE).isEmpty()) {
      throw new IOException("the agent gives no prompt:\n" + output.text());
    }
  }

  /** The URL of its root, with a slash at the end. */
  String url() {
    return url;
  }

  /** The process id of its JVM. */
  long pid() {
    return pid;
  }

  Path data() {
    return launch.data();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Its exit status, if it ends in time. */
  OptionalInt awaitEnd(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  /** Sends its JVM a signal, such as HUP. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }

  /** The log on disk as far as it is in the newest file. */
  String logFile() throws IOException {
    return Files.readString(data().resolve("log").resolve("metricbay.0.log"));
  }

  /** What it has written, which holds its log. */
  String log() {
    return output.text();
  }

  /** Gives its shell a command, and returns the answer when the next prompt is there. */
  String shell(String command) throws IOException, InterruptedException {
    int before = output.length();
    input.write(command + "\n");
    input.flush();
    if (output.await(PROMPT, before, DEADLINE).isEmpty()) {
      throw new IOException("no prompt after " + command);
    }
    return output.text().substring(before);
  }

  /** Ends it as SIGTERM does, and by force if that takes too long. */
  @Override
  public void close() {
    try {
      ProcessHandle.of(pid).filter(handle -> pid > 0).ifPresent(ProcessHandle::destroy);
      process.onExit().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // By force, then.
    }
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This program is ending anyway.
    }
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
