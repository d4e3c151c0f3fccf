package org.metricbay.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.metricbay.core.deploy.Deployer;

/**
 * {@code metricbay archive}: does all that an agent does in its first seconds, so that the JVM,
 * told to by the script, can write what it has loaded to the class-data archive as it ends.
 */
final class ArchiveCommand {
  private static final int ROUNDS = 3;
  private static final int MILLIS = 10_000;

  private final Path home;
  private final PrintStream out;

  ArchiveCommand(Path home, PrintStream out) {
    this.home = home;
    this.out = out;
  }

  int run() throws Exception {
    try (TemporaryFolder data = TemporaryFolder.create()) {
      // Beside an agent that runs, and not to be led away from its own folders.
      List<String> arguments =
          List.of(
              "--host=127.0.0.1",
              "--port=0",
              "--no-console",
              "--allow-shared-deploy",
              "--data=" + data.path());
      return new RunCommand(Options.of(home, arguments, Map.of()), out).run(this::use);
    }
  }

  private void use(Agent agent, String url) throws IOException {
    agent.service(Deployer.class).reload();
    for (int i = 0; i < ROUNDS; i++) {
      read(url + "-/ready", "identity", "*/*");
      read(url + "metrics", "identity", "text/plain");
      read(url + "metrics", "gzip", "application/openmetrics-text;version=1.0.0");
      read(url + "metrics?collect[]=cpu", "gzip", "text/plain");
      read(url + "plugins", "identity", "application/json");
      read(url, "identity", "text/html");
    }
    // Now, as its data folder goes before the process ends.
    agent.close();
  }

  private static void read(String url, String coding, String type) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(MILLIS);
    connection.setReadTimeout(MILLIS);
    connection.setRequestProperty("Accept-Encoding", coding);
    connection.setRequestProperty("Accept", type);
    try (InputStream in = connection.getInputStream()) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
