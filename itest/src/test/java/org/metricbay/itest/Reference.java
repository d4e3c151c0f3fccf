package org.metricbay.itest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of Prometheus's own programs from its Debian package, on a free port; killed when closed. */
final class Reference implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("Listening on\" address=(127\\.0\\.0\\.1:[1-9]\\d*)");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final String url;

  private Reference(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts a program.
   *
   * @param work takes its output
   */
  static Reference start(Path work, String program, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(Programs.find(program).toString()));
    command.addAll(List.of(options));
    command.add("--web.listen-address=127.0.0.1:0");
    Path out = work.resolve(program + ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      Matcher listening =
          await(program + " to listen")
              .atMost(PackedAgent.DEADLINE)
              .failFast("it ended: " + out, () -> !process.isAlive())
              .until(() -> LISTENING.matcher(Files.readString(out)), Matcher::find);
      return new Reference(process, "http://" + listening.group(1));
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw new AssertionError(Files.readString(out), e);
    }
  }

  String url() {
    return url;
  }

  long pid() {
    return process.pid();
  }

  String get(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + path)).timeout(PackedAgent.DEADLINE).build();
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
