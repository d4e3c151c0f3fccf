package org.metricbay.soak;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Pattern SERVING =
      Pattern.compile("serving (http://\\S+/)metrics|Exception in thread");
  private static final Pattern PROMPT = Pattern.compile("(?m)^g! ");

  private final Path work;
  private final Process process;
  private final Output output;
  private final Writer input;
  private final Thread atExit = new Thread(this::kill);
  private String url = "";
  private long pid;

  private AgentProcess(Path work, Process process) {
    this.work = work;
    this.process = process;
    this.output = Output.of(process.getInputStream());
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts it, and returns when it serves.
   *
   * @param work an empty folder
   * @param conf lines for its configuration file
   * @param javaOptions options for its JVM, beside its own
   * @param terminal whether it shall find itself on a terminal
   */
  static AgentProcess start(Path work, List<String> conf, String javaOptions, boolean terminal)
      throws IOException, InterruptedException {
    Files.createDirectories(work.resolve("deploy"));
    Path settings = Files.createDirectories(work.resolve("conf")).resolve("metricbay.cfg");
    Files.write(settings, conf);
    List<String> agent = new ArrayList<>(List.of(HOME.resolve("metricbay").toString(), "run"));
    agent.addAll(List.of("--port", "0", "--deploy", work.resolve("deploy").toString()));
    agent.addAll(List.of("--data", work.resolve("data").toString()));
    agent.addAll(List.of("--conf", work.resolve("conf").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(terminal ? onTerminal(agent) : agent).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("METRICBAY_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("METRICBAY_JAVA_OPTS", javaOptions);
    builder.environment().put("TERM", "dumb");
    AgentProcess started = new AgentProcess(work, builder.start());
    try {
      started.awaitServing(terminal);
      return started;
    } catch (IOException | InterruptedException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  private static List<String> onTerminal(List<String> command) {
    String line =
        command.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" ", "exec ", ""));
    return List.of("script", "-qfec", line, "/dev/null");
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

  Path deploy() {
    return work.resolve("deploy");
  }

  Path data() {
    return work.resolve("data");
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
