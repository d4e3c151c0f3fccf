package org.metricbay.soak;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How an agent is started.
 *
 * @param work what holds its folders
 * @param settings lines for its configuration file
 * @param javaOptions options for its JVM, beside its own
 * @param options its own, beside its folders
 * @param port a port that stays the same when the web server is restarted
 * @param terminal whether it shall find itself on a terminal
 * @param descriptors how many it may have; 0 for as many as we
 */
record Launch(
    Path work,
    List<String> settings,
    String javaOptions,
    List<String> options,
    int port,
    boolean terminal,
    int descriptors) {

  /** On a port that is free now. */
  static Launch in(Path work) throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return new Launch(work, List.of(), "", List.of(), free.getLocalPort(), false, 0);
    }
  }

  Launch with(List<String> newSettings) {
    return new Launch(work, newSettings, javaOptions, options, port, terminal, descriptors);
  }

  Launch withJava(String newOptions) {
    return new Launch(work, settings, newOptions, options, port, terminal, descriptors);
  }

  Launch withOptions(String... newOptions) {
    return new Launch(
        work, settings, javaOptions, List.of(newOptions), port, terminal, descriptors);
  }

  Launch onTerminal() {
    return new Launch(work, settings, javaOptions, options, port, true, descriptors);
  }

  Launch withDescriptors(int most) {
    return new Launch(work, settings, javaOptions, options, port, terminal, most);
  }

  Path deploy() {
    return work.resolve("deploy");
  }

  Path data() {
    return work.resolve("data");
  }

  Path conf() {
    return work.resolve("conf");
  }

  List<String> command() {
    List<String> agent = new ArrayList<>();
    if (descriptors > 0) {
      agent.addAll(List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh"));
    }
    agent.addAll(List.of(AgentProcess.HOME.resolve("metricbay").toString(), "run"));
    agent.addAll(List.of("--port", Integer.toString(port), "--deploy", deploy().toString()));
    agent.addAll(List.of("--data", data().toString(), "--conf", conf().toString()));
    agent.addAll(options);
    return terminal ? onTerminal(agent) : agent;
  }

  private static List<String> onTerminal(List<String> command) {
    String line =
        command.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" ", "exec ", ""));
    return List.of("script", "-qfec", line, "/dev/null");
  }
}
