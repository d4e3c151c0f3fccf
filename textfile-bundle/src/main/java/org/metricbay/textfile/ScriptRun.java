package org.metricbay.textfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.metricbay.text.Shown;

/**
 * Runs a program once and reads metrics from what it prints. Whatever the outcome, no process that
 * it has started remains afterwards.
 */
final class ScriptRun {
  /** What a program is told of the agent's environment, which may hold secrets. */
  private static final List<String> ENVIRONMENT =
      List.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR");

  /** How long after the end of all processes their output may take. */
  private static final Duration AFTER_END = Duration.ofSeconds(2);

  private static final int ERROR_BYTES = 300;

  private final Path program;
  private final Duration limit;
  private final int mostBytes;
  private final int mostSeries;

  ScriptRun(Path program, Duration limit, int mostBytes, int mostSeries) {
    this.program = program;
    this.limit = limit;
    this.mostBytes = mostBytes;
    this.mostSeries = mostSeries;
  }

  /**
   * How it ended.
   *
   * @param exitStatus empty if it did not end by itself
   * @param error what went wrong; empty if nothing did
   * @param families what it has printed; empty if anything went wrong
   */
  record Outcome(
      Optional<Integer> exitStatus, Optional<String> error, Optional<List<TextFamily>> families) {
    static Outcome failed(Optional<Integer> exitStatus, String error) {
      return new Outcome(exitStatus, Optional.of(error), Optional.empty());
    }
  }

  /**
   * Runs it on the calling thread.
   *
   * @throws InterruptedException if the thread was interrupted; the program was then killed
   */
  Outcome run() throws InterruptedException {
    String mark = UUID.randomUUID().toString();
    Process process;
    try {
      process = start(mark);
    } catch (IOException e) {
      return Outcome.failed(Optional.empty(), "cannot be started: " + e.getMessage());
    }
    ProcessTree tree = new ProcessTree(process, mark);
    try {
      return await(process, tree);
    } catch (IOException e) {
      return Outcome.failed(Optional.empty(), String.valueOf(e.getMessage()));
    } finally {
      tree.kill();
    }
  }

  private Process start(String mark) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program.toString());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(ENVIRONMENT);
    restoreLocale(environment);
    environment.put(ProcessTree.VARIABLE, mark);
    Path folder = program.getParent();
    return builder.directory(folder == null ? null : folder.toFile()).start();
  }

  /** As it was before the agent's start script gave the JVM another. */
  private static void restoreLocale(Map<String, String> environment) {
    String before = System.getProperty("metricbay.lc-all");
    if (before != null) {
      environment.remove("LC_ALL");
      if (!before.isEmpty()) {
        environment.put("LC_ALL", before);
      }
    }
  }

  private Outcome await(Process process, ProcessTree tree)
      throws IOException, InterruptedException {
    process.getOutputStream().close();
    ProcessOutput out = new ProcessOutput(process.getInputStream(), mostBytes, tree::kill).start();
    ProcessOutput err = new ProcessOutput(process.getErrorStream(), ERROR_BYTES, () -> {}).start();
    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    // Also after its end: what it left behind would keep its output open.
    tree.kill();
    byte[] printed = out.awaitEnd(AFTER_END);
    String complaint = firstLine(err.awaitEnd(AFTER_END));
    if (out.isTooMuch()) {
      return Outcome.failed(
          Optional.empty(),
          "printed more than "
              + mostBytes
              + " bytes and was killed; if that is meant, raise script.max-bytes"
              + complaint);
    }
    if (!ended) {
      return Outcome.failed(
          Optional.empty(),
          "did not end within " + limit.toSeconds() + " s and was killed" + complaint);
    }
    int status = process.exitValue();
    if (status != 0) {
      return Outcome.failed(Optional.of(status), "ended with status " + status + complaint);
    }
    return parsed(printed, complaint);
  }

  private Outcome parsed(byte[] printed, String complaint) {
    try {
      List<TextFamily> families = TextParser.parse(BoundedText.decode(printed), mostSeries);
      return new Outcome(Optional.of(0), Optional.empty(), Optional.of(families));
    } catch (TextFormatException e) {
      return Outcome.failed(Optional.of(0), "what it printed, " + e.getMessage() + complaint);
    }
  }

  /** The first line of what it said to standard error, to stand behind a message. */
  private static String firstLine(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .map(line -> Shown.oneLine(line).strip())
        .filter(line -> !line.isEmpty())
        .findFirst()
        .map(line -> ": " + line)
        .orElse("");
  }
}
