package org.metricbay.itest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How to start the packed agent; the folders {@code deploy} and {@code data} are in the given one.
 */
final class Launch {
  private static final Pattern SERVING = Pattern.compile("serving (https?://\\S+)/metrics");

  private final Path work;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> arguments = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private Path launcher = PackedAgent.HOME.resolve("metricbay");
  private boolean unread;
  private boolean onTerminal;

  Launch(Path work) {
    this.work = work;
  }

  Launch environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Leaves a variable out that the tests themselves may have. */
  Launch without(String name) {
    left.add(name);
    return this;
  }

  /**
   * Puts a script in front: lines of a POSIX shell, and then a command line that {@code "$@"} is
   * added to.
   */
  Launch through(String... lines) {
    try {
      Path folder = Files.createDirectories(work.resolve("through"));
      Path script = folder.resolve("metricbay");
      Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + " \"$@\"\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      return from(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds words to the command line. */
  Launch with(String... words) {
    arguments.addAll(Arrays.asList(words));
    return this;
  }

  /** A port that is the same when the bundle that listens was restarted. */
  Launch withPort(int port) {
    arguments.addAll(0, List.of("run", "--port", Integer.toString(port)));
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
    if (onTerminal) {
      String words = String.join("' '", command);
      command = List.of("script", "-qefc", "exec '" + words + "'", "/dev/null");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectInput(
                onTerminal
                    ? ProcessBuilder.Redirect.PIPE
                    : ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(
                unread
                    ? ProcessBuilder.Redirect.PIPE
                    : ProcessBuilder.Redirect.to(work.resolve("out.txt").toFile()))
            .redirectError(work.resolve("err.txt").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("METRICBAY_"));
    builder.environment().put("TERM", "dumb");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    builder.environment().keySet().removeAll(left);
    return builder.start();
  }

  /** Runs a command that ends by itself. */
  PackedAgent.Exit runToEnd() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process process = launch();
    try {
      return PackedAgent.awaitExit(work, process, begin);
    } finally {
      PackedAgent.killAll(process);
    }
  }

  /** Starts {@code run} on a free port, and returns when it serves. */
  PackedAgent start() throws IOException {
    withDefaults();
    return startAsIs();
  }

  private void withDefaults() throws IOException {
    if (arguments.isEmpty() || !arguments.get(0).equals("run")) {
      arguments.addAll(0, List.of("run", "--port", "0"));
    }
    if (!arguments.contains("--deploy")) {
      with("--deploy", Files.createDirectories(work.resolve("deploy")).toString());
    }
    if (!arguments.contains("--data")) {
      with("--data", work.resolve("data").toString());
    }
  }

  /**
   * What there is of it on a terminal.
   *
   * @param agent its process is the terminal's
   * @param keys what is typed
   */
  record OnTerminal(PackedAgent agent, OutputStream keys) {}

  /** Starts {@code run} on a pseudo terminal. */
  OnTerminal startOnTerminal() throws IOException {
    onTerminal = true;
    withDefaults();
    Process process = launch();
    return new OnTerminal(awaitServing(process), process.getOutputStream());
  }

  /** Starts the command line as it is. */
  PackedAgent startAsIs() throws IOException {
    return awaitServing(launch());
  }

  private PackedAgent awaitServing(Process process) throws IOException {
    try {
      Matcher serving =
          await("the line with the URL")
              .atMost(PackedAgent.DEADLINE)
              .pollInterval(PackedAgent.OFTEN)
              .failFast("it ended: " + work, () -> !process.isAlive())
              .until(() -> SERVING.matcher(PackedAgent.text(work, log())), Matcher::find);
      return new PackedAgent(work, process, serving.group(1), log());
    } catch (RuntimeException e) {
      PackedAgent.killAll(process);
      throw new AssertionError(
          PackedAgent.text(work, "out.txt") + PackedAgent.text(work, "err.txt"), e);
    }
  }
}
