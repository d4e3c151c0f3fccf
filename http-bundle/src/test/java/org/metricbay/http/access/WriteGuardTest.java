package org.metricbay.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metricbay.http.access.WriteGuard.Refusal;
import org.metricbay.http.access.WriteGuard.Request;

class WriteGuardTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final boolean network = true;
  private final boolean local = false;
  private final boolean login = true;

  @TempDir private Path data;

  private WriteGuard guard;

  @BeforeEach
  void make() throws IOException {
    Files.writeString(data.resolve("token"), SECRET);
    guard = new WriteGuard(Set.of("metrics.example"), new TokenFile(Optional.of(data)));
  }

  private static Request request(
      String method,
      boolean reachable,
      @Nullable String host,
      @Nullable String origin,
      @Nullable String authorization) {
    return new Request(
        method,
        "/plugins/reload",
        reachable,
        Optional.ofNullable(host),
        origin == null ? List.of() : List.of(origin),
        List.of(),
        Optional.ofNullable(authorization));
  }

  private static Request put(
      boolean reachable,
      @Nullable String host,
      @Nullable String origin,
      @Nullable String authorization) {
    return request("PUT", reachable, host, origin, authorization);
  }

  private int status(Request request) {
    return status(request, false);
  }

  private int status(Request request, boolean loginNeeded) {
    return guard
        .refusalOfHost(request)
        .or(() -> guard.refusalOfWrite(request, loginNeeded))
        .map(Refusal::status)
        .orElse(200);
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
  void loopbackNamesMayReadAndWrite(String host) {
    assertThat(status(put(local, host, null, null))).isEqualTo(200);
    assertThat(status(request("GET", local, host, null, null))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics.example", "METRICS.example:8000"})
  void namesThatTheOperatorAllowedToo(String host) {
    assertThat(status(put(local, host, "https://metrics.example", null))).isEqualTo(200);
  }

  @ParameterizedTest
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
        "localhost:evil",
        "x.metrics.example"
      })
  void otherNamesMayNot(String host) {
    assertThat(status(put(local, host, null, null))).isEqualTo(403);
    assertThat(status(request("GET", local, host, null, null))).isEqualTo(403);
  }

  @Test
  void refusalOfANameSaysHowToAllowIt() {
    assertThat(
            guard
                .refusalOfHost(request("GET", local, "evil.example", null, null))
                .orElseThrow()
                .message())
        .contains("evil.example", "--allow-host");
  }

  @Test
  void withoutAHostOneMayRead() {
    assertThat(status(request("OPTIONS", local, null, null, null))).isEqualTo(200);
    assertThat(status(put(local, null, null, null))).isEqualTo(403);
  }

  @Test
  void healthChecksSendWhatTheyLike() {
    Request check =
        new Request(
            "GET",
            "/-/healthy",
            local,
            Optional.of("10.0.0.1"),
            List.of(),
            List.of(),
            Optional.empty());
    assertThat(status(check)).isEqualTo(200);
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
  void originMustBeThisHost(String origin, int status) {
    assertThat(status(put(local, "localhost", origin, null))).isEqualTo(status);
  }

  @Test
  void everyOriginAndSiteIsLookedAt() {
    Request twoOrigins =
        new Request(
            "PUT",
            "/",
            local,
            Optional.of("localhost"),
            List.of("http://localhost", "http://evil.example"),
            List.of(),
            Optional.empty());
    assertThat(status(twoOrigins)).isEqualTo(403);
    for (boolean reachable : new boolean[] {local, network}) {
      Request crossSite =
          new Request(
              "POST",
              "/",
              reachable,
              Optional.of("localhost"),
              List.of(),
              List.of("none", "cross-site, none"),
              Optional.of("Bearer " + SECRET));
      assertThat(status(crossSite)).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
  void readingFromTheNetworkIsFree(String method) {
    assertThat(status(request(method, network, "evil.example", "null", null))).isEqualTo(200);
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
    assertThat(status(put(network, "host.example:8000", null, authorization))).isEqualTo(status);
    assertThat(status(put(local, "localhost", null, authorization), login)).isEqualTo(status);
  }

  @Test
  void refusalNamesTheTokenButNoPath() {
    assertThat(
            guard
                .refusalOfWrite(put(network, "localhost", null, null), false)
                .orElseThrow()
                .message())
        .contains("Authorization: Bearer TOKEN")
        .doesNotContain(SECRET, data.toString());
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
    assertThat(status(put(network, host, origin, "Bearer " + SECRET))).isEqualTo(status);
  }

  @Test
  void withoutATokenNobodyWrites() {
    WriteGuard without = new WriteGuard(Set.of(), new TokenFile(Optional.empty()));
    assertThat(
            without
                .refusalOfWrite(put(network, "localhost", null, "Bearer " + SECRET), false)
                .orElseThrow()
                .status())
        .isEqualTo(403);
  }

  @Test
  void whereNobodyNeedsATokenNoneLiesAbout(@TempDir Path empty) {
    WriteGuard fresh = new WriteGuard(Set.of(), new TokenFile(Optional.of(empty)));
    assertThat(fresh.refusalOfWrite(put(local, "localhost", null, null), false)).isEmpty();
    assertThat(empty).isEmptyDirectory();
  }
}
