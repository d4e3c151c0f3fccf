package org.metricbay.soak;

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
 * @param terminal whether it shall find itself on a terminal
 * @param descriptors how many it may have; 0 for as many as we
 */
record Launch(
    Path work,
    List<String> settings,
    String javaOptions,
    List<String> options,
    boolean terminal,
    int descriptors) {

  static Launch in(Path work) {
    return new Launch(work, List.of(), "", List.of(), false, 0);
  }

  Launch with(List<String> newSettings) {
    return new Launch(work, newSettings, javaOptions, options, terminal, descriptors);
  }

  Launch withJava(String newOptions) {
    return new Launch(work, settings, newOptions, options, terminal, descriptors);
  }

  Launch withOptions(String... newOptions) {
    return new Launch(work, settings, javaOptions, List.of(newOptions), terminal, descriptors);
  }

  Launch onTerminal() {
    return new Launch(work, settings, javaOptions, options, true, descriptors);
  }

  Launch withDescriptors(int most) {
    return new Launch(work, settings, javaOptions, options, terminal, most);
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
    agent.addAll(List.of("--port", "0", "--deploy", deploy().toString()));
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
