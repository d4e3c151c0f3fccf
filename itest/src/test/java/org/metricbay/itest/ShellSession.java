package org.metricbay.itest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packed agent on a pseudo terminal, at whose prompt is typed. */
final class ShellSession implements AutoCloseable {
  private final Path work;
  private final PackedAgent agent;
  private final OutputStream keys;
  private final AtomicInteger typed = new AtomicInteger(40_000);

  private ShellSession(Path work, Launch.OnTerminal launched) throws IOException {
    this.work = work;
    this.agent = launched.agent();
    this.keys = launched.keys();
    // Before the first prompt there is nobody to type to.
    await("the prompt").atMost(PackedAgent.DEADLINE).until(() -> output().contains("g! "));
  }

  /** Skips the tests of a class where there is no program that makes a terminal. */
  static void needsATerminal() {
    Programs.find("script", "bsdutils");
  }

  static ShellSession start(Path work) throws IOException {
    return start(work, PackedAgent.in(work));
  }

  static ShellSession start(Path work, Launch launch) throws IOException {
    return new ShellSession(work, launch.withPort(Programs.freePort()).startOnTerminal());
  }

  PackedAgent agent() {
    return agent;
  }

  private String output() throws IOException {
    return PackedAgent.text(work, "out.txt");
  }

  /** Types a line, and gives what was shown until its command was done, what was typed too. */
  String type(String line) throws IOException {
    int from = output().length();
    int end = typed.incrementAndGet();
    // The sum shows that the command before it is done; what is typed does not have it.
    keys.write((line + "\necho %(" + (end - 1) + "+1)\n").getBytes(StandardCharsets.UTF_8));
    keys.flush();
    Pattern sum = Pattern.compile("\\b" + end + "\\b");
    Matcher found =
        await(line)
            .atMost(PackedAgent.DEADLINE.multipliedBy(2))
            .pollInterval(PackedAgent.OFTEN)
            .until(() -> sum.matcher(output().substring(from)), Matcher::find);
    return output().substring(from, from + found.start());
  }

  @Override
  public void close() throws IOException {
    keys.close();
    agent.close();
  }
}
