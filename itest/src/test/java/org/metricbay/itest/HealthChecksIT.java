package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Load balancers, monitoring and containers ask whether the agent is well, each in its way. */
@ExtendWith(SharedAgent.class)
class HealthChecksIT {
  /** What HAProxy is told of a check; by default it asks {@code OPTIONS / HTTP/1.0}. */
  private static final Map<String, String> CHECKS =
      Map.of(
          "default", "option httpchk",
          "get", "option httpchk GET /metrics",
          "head", "option httpchk HEAD /metrics",
          "healthy", "option httpchk GET /-/healthy",
          "named",
              "option httpchk\n  http-check send meth GET uri /-/ready ver HTTP/1.1 hdr Host"
                  + " localhost",
          "tcp", "");

  private static final String HAPROXY =
      """
      defaults
        mode http
        timeout connect 5s
        timeout client 5s
        timeout server 5s
      frontend statistics
        bind 127.0.0.1:%d
        stats enable
        stats uri /
      """;

  private static final String BACKEND =
      """
      backend %s
        %s
        server agent %s check inter 100ms rise 1 fall 1
      """;

  private static int port(PackedAgent agent) {
    return URI.create(agent.url()).getPort();
  }

  @Test
  void haproxyTakesItToBeUp(PackedAgent agent, @TempDir Path work) throws Exception {
    Path haproxy = Programs.find("haproxy");
    int port = Programs.freePort();
    String address = "127.0.0.1:" + port(agent);
    Path file = work.resolve("haproxy.cfg");
    Files.writeString(
        file,
        HAPROXY.formatted(port)
            + CHECKS.entrySet().stream()
                .map(check -> BACKEND.formatted(check.getKey(), check.getValue(), address))
                .collect(Collectors.joining()));
    try (Proxy proxy = Proxy.start(work, port, haproxy, "-db", "-f", file.toString())) {
      Map<String, String> states =
          await("all checks to have been done")
              .atMost(PackedAgent.DEADLINE)
              .until(
                  () -> states(proxy.front().get("/;csv").body()),
                  all -> all.size() == CHECKS.size() && !all.toString().contains("INI"));
      assertThat(states).allSatisfy((check, state) -> assertThat(state).matches("UP L7OK|UP L4OK"));
    }
  }

  /** What HAProxy's table says of each server: its state, and what the last check gave. */
  private static Map<String, String> states(String csv) {
    List<String> lines = csv.lines().toList();
    List<String> names = List.of(lines.get(0).split(",", -1));
    Map<String, String> states = new TreeMap<>();
    for (String line : lines) {
      String[] cells = line.split(",", -1);
      if (cells[1].equals("agent")) {
        states.put(
            cells[0],
            cells[names.indexOf("status")]
                + " "
                // A star tells that the next check is under way.
                + cells[names.indexOf("check_status")].replace("* ", ""));
      }
    }
    return states;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-u /", "-u / -j OPTIONS", "-u /metrics -j HEAD", "-u /metrics -s healthy_value"})
  void checkHttpIsContent(String options, PackedAgent agent) throws Exception {
    String address = "-I 127.0.0.1 -H localhost -p " + port(agent) + " -t 10 ";
    Programs.Ended check =
        Programs.run(
            Programs.find("check_http", "monitoring-plugins-basic"),
            (address + options).split(" ", -1));
    assertThat(check.status()).as(check.out()).isZero();
    assertThat(check.out()).startsWith("HTTP OK");
  }

  /** The default address is {@code localhost}, by whichever protocol a program takes it. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
  void programsReachItByLocalhost(String host, PackedAgent agent) throws Exception {
    Assumptions.assumeTrue(host.charAt(0) != '[' || hasIpv6(), "NOT TESTED: there is no IPv6 here");
    String url = "http://" + host + ":" + port(agent);
    for (String command :
        List.of(
            "busybox wget -q -O - " + url + "/metrics",
            "busybox wget -q --spider " + url + "/-/healthy",
            "wget -q -O - --tries=1 " + url + "/metrics",
            "wget -q --spider --tries=1 " + url + "/metrics",
            "curl -sS --fail " + url + "/metrics",
            "curl -sS --fail --head " + url + "/metrics",
            "curl -sS --fail --http2 " + url + "/metrics",
            "curl -sS --fail --compressed " + url + "/metrics")) {
      String[] words = command.split(" ", -1);
      Programs.Ended ended =
          Programs.run(Programs.find(words[0]), Arrays.copyOfRange(words, 1, words.length));
      assertThat(ended.status()).as(command + ": " + ended.out()).isZero();
      if (!command.contains("spider") && !command.contains("head")) {
        assertThat(ended.out()).as(command).contains("\nhealthy_value 42");
      }
    }
  }

  private static boolean hasIpv6() throws Exception {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
  }

  @Test
  void failuresAreSeenAsSuch(PackedAgent agent) throws Exception {
    Programs.Ended curl =
        Programs.run(Programs.find("curl"), "-sS", "--fail", agent.url() + "/nothing");
    assertThat(curl.status()).as(curl.out()).isEqualTo(22);
    Programs.Ended wget =
        Programs.run(Programs.find("busybox"), "wget", "-q", "--spider", agent.url() + "/nothing");
    assertThat(wget.status()).as(wget.out()).isEqualTo(1);
  }
}
