package org.metricbay.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metricbay.http.WriteGuard.Refusal;
import org.metricbay.http.WriteGuard.Request;

class WriteGuardTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final WriteToken TOKEN = new WriteToken(Path.of("/data/token"), SECRET);

  private final WriteGuard local = guard("127.0.0.1");
  private final WriteGuard reachable = guard("0.0.0.0");

  private static WriteGuard guard(@Nullable String boundHost) {
    return new WriteGuard(Optional.ofNullable(boundHost), Optional.of(TOKEN));
  }

  private static Request put(
      @Nullable String host, @Nullable String origin, @Nullable String authorization) {
    return new Request(
        "PUT",
        Optional.ofNullable(host),
        Optional.ofNullable(origin),
        Optional.empty(),
        Optional.ofNullable(authorization));
  }

  private static int status(Optional<Refusal> refusal) {
    return refusal.map(Refusal::status).orElse(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8000",
        "LOCALHOST:1",
        "127.0.0.1:8000",
        "127.255.3.9",
        "[::1]",
        "[::1]:8000"
      })
  void loopbackNamesMayWrite(String host) {
    assertThat(local.refusal(put(host, null, null))).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.256",
        "127.1",
        "10.0.0.1",
        "[::2]",
        "localhost:8000:1",
        "evil@localhost",
        "localhost@evil",
        "localhost:evil"
      })
  void otherNamesMayNot(@Nullable String host) {
    assertThat(status(local.refusal(put(host, null, null)))).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8000, 200",
    "https://127.0.0.1, 200",
    "http://[::1]:3000, 200",
    "null, 403",
    "http://evil.example, 403",
    "http://localhost.evil.example, 403",
    "file://localhost, 403",
    "localhost, 403"
  })
  void originMustBeLoopback(String origin, int status) {
    assertThat(status(local.refusal(put("localhost", origin, null)))).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
  void readingIsFree(String method) {
    Request request =
        new Request(
            method,
            Optional.of("evil.example"),
            Optional.of("null"),
            Optional.of("cross-site"),
            Optional.empty());
    assertThat(local.refusal(request)).isEmpty();
    assertThat(reachable.refusal(request)).isEmpty();
  }

  @Test
  void crossSiteIsRefusedEvenWithTheToken() {
    Request request =
        new Request(
            "POST",
            Optional.of("localhost"),
            Optional.empty(),
            Optional.of("cross-site"),
            Optional.of("Bearer " + SECRET));
    assertThat(status(local.refusal(request))).isEqualTo(403);
    assertThat(status(reachable.refusal(request))).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer " + SECRET + ", 200",
    "bearer " + SECRET + ", 200",
    "Bearer 0123, 401",
    "Basic " + SECRET + ", 401",
    SECRET + ", 401",
    ", 401"
  })
  void othersNeedTheToken(@Nullable String authorization, int status) {
    assertThat(status(reachable.refusal(put("host.example:8000", null, authorization))))
        .isEqualTo(status);
  }

  @Test
  void refusalNamesTheTokenFile() {
    assertThat(reachable.refusal(put("localhost", null, null)).orElseThrow().message())
        .contains("Authorization: Bearer TOKEN")
        .contains("/data/token")
        .doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "host.example:8000, http://host.example:8000, 200",
    "host.example, https://host.example, 200",
    "host.example:443, https://HOST.example, 200",
    "host.example:8000, http://host.example, 403",
    "host.example:8000, http://evil.example:8000, 403",
    "host.example:8000, null, 403"
  })
  void originMustBeTheAgentsOwn(String host, String origin, int status) {
    assertThat(status(reachable.refusal(put(host, origin, "Bearer " + SECRET)))).isEqualTo(status);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.7", "host.example"})
  void whatIsNotLoopbackCountsAsReachable(@Nullable String boundHost) {
    assertThat(status(guard(boundHost).refusal(put("localhost", null, null)))).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "[::1]", "localhost"})
  void loopbackNeedsNoToken(String boundHost) {
    assertThat(guard(boundHost).refusal(put("localhost", null, null))).isEmpty();
  }

  @Test
  void withoutATokenNobodyWrites() {
    WriteGuard guard = new WriteGuard(Optional.empty(), Optional.empty());
    assertThat(status(guard.refusal(put("localhost", null, "Bearer " + SECRET)))).isEqualTo(403);
  }
}
