package org.metricbay.itest;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A reverse proxy or load balancer in front of the agent; killed when closed. */
final class Proxy implements AutoCloseable {
  private final Process process;
  private final AgentHttp front;

  private Proxy(Process process, AgentHttp front) {
    this.process = process;
    this.front = front;
  }

  /**
   * Starts a program that stays in the foreground, and returns when it listens.
   *
   * @param work takes its output
   * @param port where it listens, as its configuration says
   */
  static Proxy start(Path work, int port, Path program, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(options));
    File out = work.resolve("proxy.txt").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out)
            .start();
    try {
      await(program + " to listen")
          .atMost(PackedAgent.DEADLINE)
          .pollInterval(PackedAgent.OFTEN)
          .failFast("it ended", () -> !process.isAlive())
          .until(() -> listens(port));
      return new Proxy(process, at(port));
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw new AssertionError(Files.readString(out.toPath()), e);
    }
  }

  private static boolean listens(int port) {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What can be asked at another of its ports. */
  static AgentHttp at(int port) {
    return new AgentHttp("http://127.0.0.1:" + port);
  }

  AgentHttp front() {
    return front;
  }

  @Override
  public void close() {
    // Some have a process of their own for the work, which they end.
    process.destroy();
    await("the end of the proxy").atMost(PackedAgent.DEADLINE).until(() -> !process.isAlive());
  }
}
