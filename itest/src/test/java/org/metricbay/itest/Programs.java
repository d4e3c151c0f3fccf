package org.metricbay.itest;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of Debian packages that only tests want. */
final class Programs {
  /** Where packages of Debian put what is not for everybody's {@code PATH}. */
  private static final List<String> FURTHER =
      List.of("/usr/sbin", "/usr/lib/nagios/plugins", "/usr/lib/x86_64-linux-gnu/faketime");

  private Programs() {}

  /**
   * How a program ended.
   *
   * @param status its exit status
   * @param out what it wrote, errors too
   */
  record Ended(int status, String out) {}

  static Path find(String program) {
    return find(program, program);
  }

  /**
   * Finds a program. Skips the test that wants it where it is not installed, except in CI, where
   * that test fails.
   */
  static Path find(String program, String debianPackage) {
    Optional<Path> found =
        Stream.concat(Stream.of(System.getenv("PATH").split(":", -1)), FURTHER.stream())
            .map(folder -> Path.of(folder, program))
            .filter(Files::isReadable)
            .findFirst();
    if (found.isEmpty()) {
      String message =
          "NOT TESTED WITH " + program + ": install the Debian package " + debianPackage;
      if ("true".equals(System.getenv("CI"))) {
        fail(message);
      }
      System.getLogger(Programs.class.getName()).log(System.Logger.Level.WARNING, message);
      abort(message);
    }
    return found.orElseThrow();
  }

  /** Runs a program to its end. */
  static Ended run(Path program, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PackedAgent.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("does not end: " + command);
      }
      return new Ended(process.exitValue(), out);
    } finally {
      process.destroyForcibly();
    }
  }

  /** A port for a program that cannot take a free one and tell. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
