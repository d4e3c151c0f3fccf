package org.metricbay.host;

import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.metricbay.core.deploy.Deployer;

/**
 * {@code metricbay archive}: does what an agent does in its first seconds, so that the JVM can
 * write the classes that it has loaded to the class-data archive as it ends; the script asks it to.
 */
final class ArchiveCommand {
  private static final int ROUNDS = 3;
  private static final int MILLIS = 10_000;

  private final Path home;
  private final Map<String, String> environment;
  private final PrintStream out;

  ArchiveCommand(Path home, Map<String, String> environment, PrintStream out) {
    this.home = home;
    this.environment = environment;
    this.out = out;
  }

  int run() throws Exception {
    try (TemporaryFolder data = TemporaryFolder.create()) {
      // Beside an agent that runs, and not to be led away from its own folders.
      List<String> arguments = new ArrayList<>();
      arguments.addAll(List.of("--listen=127.0.0.1:0", "--no-console"));
      arguments.add("--data=" + data.path());
      Options options = Options.of(home, arguments, environment);
      if (isRefused(options.folder(Option.DEPLOY)) || isRefused(options.folder(Option.CONF))) {
        // Only then, as the check's own classes belong into the archive.
        arguments.add("--allow-shared-deploy");
        options = Options.of(home, arguments, environment);
      }
      // It asks without TLS and login.
      return new RunCommand(options.without(Option.WEB_CONFIG), out).run(this::use);
    }
  }

  private static boolean isRefused(Path folder) {
    try {
      if (Files.isDirectory(folder)) {
        SharedFolder.check(folder);
      }
      return false;
    } catch (UserException e) {
      return true;
    }
  }

  private void use(Agent agent, String url) throws IOException {
    agent.service(Deployer.class).reload();
    for (int i = 0; i < ROUNDS; i++) {
      read(url + "-/ready", "identity", "*/*");
      read(url + "metrics", "identity", "text/plain");
      read(url + "metrics", "gzip", "application/openmetrics-text;version=1.0.0");
      read(url + "metrics?collect%5B%5D=cpu", "gzip", "text/plain");
      read(url + "plugins", "identity", "application/json");
      read(url, "identity", "text/html");
    }
    // Now, as its data folder goes before the process ends.
    agent.close();
  }

  /** By hand, as a client's classes would be in the archive too, and stay in memory. */
  private static void read(String url, String coding, String type) throws IOException {
    URI uri = URI.create(url);
    String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(MILLIS);
      String request =
          String.join(
              "\r\n",
              "GET " + path + " HTTP/1.1",
              "Host: " + uri.getAuthority(),
              "Connection: close",
              "Accept-Encoding: " + coding,
              "Accept: " + type,
              "\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      String begin = new String(answer, 0, Math.min(answer.length, 12), StandardCharsets.US_ASCII);
      if (!begin.equals("HTTP/1.1 200")) {
        throw new IOException(url + " answered \"" + begin + "\" instead of HTTP/1.1 200");
      }
    }
  }
}
