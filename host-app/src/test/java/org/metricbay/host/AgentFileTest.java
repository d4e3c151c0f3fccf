package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentFileTest {
  @TempDir private Path folder;

  private final Logger logger = Logger.getLogger("metricbay.config");
  private final Lines log = new Lines();

  private static final class Lines extends Handler {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logger.addHandler(log);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(log);
    logger.setUseParentHandlers(true);
  }

  @Test
  void saysOncePerChangeWhichKeysNeedAnotherStart() throws Exception {
    Path path = folder.resolve("metricbay.cfg");
    save(path, "port = 1\nhost = a\n");
    AgentFile file = new AgentFile(path, AgentFile.read(path));
    file.look();
    save(path, "# longer than before\nport = 2\ncollect.timeout = 3\n");
    file.look();
    file.look();
    save(path, "# in other words\nport = 2\ncollect.timeout = 3\n");
    file.look();
    save(path, "port\n");
    file.look();
    save(path, "port = 1\nhost = a\n\n");
    file.look();
    Files.delete(path);
    file.look();
    String changed = path + " has changed: restart the agent for ";
    assertThat(log.lines)
        .containsExactly(
            changed + "collect.timeout, host, port to take effect",
            path
                + " has changed, and the agent would not start with it: "
                + path
                + ": line 1 is not of the form key = value",
            path + " is again as it was at the start",
            changed + "host, port to take effect");
  }

  @Test
  void aFileThatIsNotThereSaysNothing() throws Exception {
    assertThat(AgentFile.read(folder.resolve("none"))).isEqualTo(Map.of());
  }

  private static void save(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }
}
