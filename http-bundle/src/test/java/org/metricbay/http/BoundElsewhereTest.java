package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundElsewhereTest {
  @Test
  void writesNeedTheToken(@TempDir Path data) throws Exception {
    try (TestAgent agent = new TestAgent(data, "0.0.0.0")) {
      agent.deployer.becomesReady.complete(null);
      HttpResponse<String> refused = agent.send("PUT", "/plugins/reload");
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      Path file = data.resolve("token");
      assertThat(refused.body()).contains("Authorization: Bearer").doesNotContain(data.toString());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      String token = Files.readString(file).strip();
      assertThat(refused.body()).doesNotContain(token);
      assertThat(agent.get("/metrics").statusCode()).isEqualTo(200);
      assertThat(
              agent.send("PUT", "/plugins/reload", "Authorization", "Bearer " + token).statusCode())
          .isEqualTo(200);
    }
  }
}
