package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS and login as Prometheus's own web configuration file says, with its own programs. */
class WebConfigIT {
  /** Of few rounds, so that tests do not take long. */
  private static final String HORSE =
      "$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2";

  private static final String STAPLE =
      "$2y$05$abcdefghijklmnopqrstuumjewjQVmxxbBHy234HdGTOAqOuVnhhy";

  private static final Map<String, String> HASHES =
      Map.of("correct horse", HORSE, "battery staple", STAPLE);

  private static final String TLS =
      """
      tls_server_config:
        cert_file: server.crt
        key_file: server.key
      """;

  private static final String SCRAPES =
      """
      global:
        scrape_interval: 500ms
        scrape_timeout: 500ms
      scrape_configs:
      """;

  @TempDir private static Path authority;
  private static Certificates certificates;

  @TempDir private Path work;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new Certificates(authority);
    certificates.server("one");
    certificates.server("two");
    certificates.client("client");
  }

  @BeforeEach
  void putCertificates() throws Exception {
    certificates.put("one", work, "server");
    certificates.put("ca", work, "ca");
  }

  private Path configure(String text) throws IOException {
    Path next = Files.writeString(work.resolve("web.tmp"), text);
    return Files.move(
        next,
        work.resolve("web.yml"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static String users(String... namesAndPasswords) {
    StringBuilder users = new StringBuilder("basic_auth_users:\n");
    for (int i = 0; i < namesAndPasswords.length; i += 2) {
      users.append("  " + namesAndPasswords[i] + ": " + HASHES.get(namesAndPasswords[i + 1]));
      users.append("\n");
    }
    return users.toString();
  }

  private PackedAgent start(String config, String... options) throws IOException {
    Path file = configure(config);
    Path deploy = Files.createDirectories(work.resolve("deploy"));
    Files.write(deploy.resolve("demo.jar"), PluginJar.collector("demo").bytes());
    return PackedAgent.in(work)
        .with("run", "--web-config", file.toString())
        .with(options.length == 0 ? new String[] {"--port", "0"} : options)
        .start();
  }

  private static AgentHttp client(PackedAgent agent) throws Exception {
    return new AgentHttp(
        agent.url(), HttpClient.newBuilder().sslContext(certificates.trust()).build());
  }

  private static int status(AgentHttp agent, String path, String login) {
    return agent.send(agent.request(path).header("Authorization", login)).statusCode();
  }

  private static String basic(String user, String password) {
    byte[] bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private static String hostAndPort(PackedAgent agent) {
    return agent.url().replaceAll("^https?://", "");
  }

  private static String job(String name, PackedAgent agent, String login, String certificate) {
    String tls =
        certificate.isEmpty()
            ? ""
            : "cert_file: %s, key_file: %s, "
                .formatted(
                    certificates.path(certificate + ".crt"),
                    certificates.path(certificate + ".key"));
    return """
             - job_name: %s
               scheme: https
               tls_config: {%sca_file: %s, server_name: localhost}
               static_configs: [{targets: ["%s"]}]
           """
            .formatted(name, tls, certificates.path("ca.crt"), hostAndPort(agent))
        + (login.isEmpty() ? "" : "    basic_auth: {" + login + "}\n");
  }

  /** The first user stays; the other's place, the certificate and its key change. */
  @Test
  void prometheusLosesNoScrapeWhenCertificateAndUsersChange() throws Exception {
    String ada = "username: ada, password: correct horse";
    String tls = TLS + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n";
    try (PackedAgent agent = start(tls + users("ada", "correct horse", "bob", "correct horse"));
        PrometheusServer prometheus =
            PrometheusServer.start(
                work,
                SCRAPES
                    + job("good", agent, ada, "client")
                    + job("bob", agent, "username: bob, password: correct horse", "client")
                    + job("eve", agent, "username: bob, password: battery staple", "client")
                    + job("no_user", agent, "", "client")
                    + job("no_certificate", agent, ada, ""))) {
      awaitUp(prometheus, Map.of("good", 1, "bob", 1, "eve", 0, "no_user", 0, "no_certificate", 0));
      assertThat(prometheus.query("demo_value{job='good'} == 1")).hasSize(1);
      assertThat(errors(prometheus).get("eve")).contains("401");
      assertThat(errors(prometheus).get("no_user")).contains("401");
      assertThat(errors(prometheus).get("no_certificate")).isNotEmpty().doesNotContain("deadline");

      double lost = lost(prometheus);
      certificates.put("two", work, "server");
      configure(tls + users("ada", "correct horse", "bob", "battery staple"));
      awaitUp(prometheus, Map.of("good", 1, "bob", 0, "eve", 1, "no_user", 0, "no_certificate", 0));
      assertThat(errors(prometheus).get("bob")).contains("401");
      assertThat(lost(prometheus)).as("scrapes lost by the change").isEqualTo(lost);
      assertThat(agent.log()).doesNotContain("horse", "staple", HORSE, STAPLE);
    }
  }

  /** How many scrapes failed until now, which those of a cold agent may on a busy machine. */
  private static double lost(PrometheusServer prometheus) throws IOException {
    JsonNode answer =
        prometheus.query("count_over_time(up{job='good'}[1h]) - sum_over_time(up{job='good'}[1h])");
    assertThat(answer).hasSize(1);
    return answer.path(0).path("value").path(1).asDouble();
  }

  private static void awaitUp(PrometheusServer prometheus, Map<String, Integer> wanted) {
    await("scrapes to be as wanted")
        .atMost(PackedAgent.DEADLINE)
        .until(
            () -> {
              JsonNode up = prometheus.query("up");
              return up.findValuesAsText("job").size() == wanted.size() ? up : null;
            },
            up -> up != null && wanted.equals(byJob(up)));
  }

  private static Map<String, Integer> byJob(JsonNode up) {
    return up.findParents("value").stream()
        .collect(
            Collectors.toMap(
                one -> one.path("metric").path("job").asText(),
                one -> one.path("value").path(1).asInt()));
  }

  private static Map<String, String> errors(PrometheusServer prometheus) throws IOException {
    return prometheus.targets().findParents("lastError").stream()
        .collect(
            Collectors.toMap(
                one -> one.path("labels").path("job").asText(),
                one -> one.path("lastError").asText()));
  }

  /** The certificate that who connects now gets to see. */
  private static X509Certificate shown(PackedAgent agent) throws Exception {
    int port = URI.create(agent.url()).getPort();
    try (SSLSocket socket =
        (SSLSocket) certificates.trust().getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void curlSpeaksEitherVersion() throws Exception {
    try (PackedAgent agent = start(TLS)) {
      for (String version : List.of("1.1", "2")) {
        Programs.Ended curl = curl(agent, "--http" + version);
        assertThat(curl.status()).as(curl.out()).isZero();
        assertThat(curl.out())
            .startsWith("HTTP/" + version + " 200")
            .contains("\ndemo_value 1\n")
            .containsIgnoringCase("\nx-content-type-options: nosniff")
            .endsWith("spoken: " + version);
      }
      // Whoever does not say that TLS is meant learns nothing.
      Programs.Ended plain =
          Programs.run(Programs.find("curl"), "-sS", agent.url().replace("https", "http"));
      assertThat(plain.status()).isNotZero();
    }
  }

  private static Programs.Ended curl(PackedAgent agent, String option) throws Exception {
    return Programs.run(
        Programs.find("curl"),
        "-sS",
        "--fail",
        option,
        "--cacert",
        certificates.path("ca.crt").toString(),
        "-D",
        "-",
        "-w",
        "spoken: %{http_version}",
        agent.url().replace("127.0.0.1", "localhost") + "/metrics");
  }

  /** Where others can reach it, who may read may not write. */
  @Test
  void tokenIsALoginButALoginIsNoToken() throws Exception {
    try (PackedAgent agent =
        start(users("ada", "correct horse"), "--listen", "127.0.0.1:0", "--listen", "0.0.0.0:0")) {
      String ada = basic("ada", "correct horse");
      AgentHttp asked = new AgentHttp(agent.url());
      assertThat(asked.get("/metrics").statusCode()).isEqualTo(401);
      assertThat(asked.get("/metrics").headers().firstValue("WWW-Authenticate").orElse(""))
          .startsWith("Basic realm=");
      assertThat(status(asked, "/metrics", ada)).isEqualTo(200);
      for (String wrong :
          List.of(
              basic("ada", "battery staple"),
              basic("ada", ""),
              basic("bob", "correct horse"),
              "Basic !",
              "Basic",
              "Bearer x")) {
        assertThat(status(asked, "/metrics", wrong)).as(wrong).isEqualTo(401);
      }
      String token = Files.readString(agent.data().resolve("token")).strip();
      assertThat(status(asked, "/metrics", "Bearer " + token)).isEqualTo(200);
      assertThat(agent.log()).doesNotContain("horse", "staple", token);
    }
  }

  @Test
  void loginAloneChangesNothing() throws Exception {
    try (PackedAgent agent = start(users("ada", "correct horse"), "--listen", "0.0.0.0:0")) {
      AgentHttp asked = new AgentHttp(agent.url().replace("0.0.0.0", "127.0.0.1"));
      HttpResponse<String> refusal = asked.send(reload(asked, basic("ada", "correct horse")));
      assertThat(refusal.statusCode()).as(refusal.body()).isEqualTo(401);
      assertThat(refusal.body()).doesNotContain(work.toString());
      String token = Files.readString(agent.data().resolve("token")).strip();
      assertThat(asked.send(reload(asked, "Bearer " + token)).statusCode()).isEqualTo(200);
    }
  }

  private static HttpRequest.Builder reload(AgentHttp agent, String login) {
    return agent
        .request("/plugins/reload")
        .PUT(HttpRequest.BodyPublishers.noBody())
        .header("Authorization", login);
  }

  @Test
  void filesAreFollowedAndBadOnesToldAndLeftAlone() throws Exception {
    String series = "metricbay_web_config_last_reload_successful";
    try (PackedAgent agent = start(TLS)) {
      AgentHttp asked = client(agent);
      assertThat(asked.scrape().value(series)).isEqualTo(1);
      assertThat(asked.plugins().path("webConfig").path("good").asBoolean()).isTrue();
      assertThat(shown(agent)).isEqualTo(certificates.read("one"));

      configure(TLS + "basic_auth_user: {}\n");
      awaitValue(asked, series, 0);
      JsonNode told = asked.plugins().path("webConfig");
      assertThat(told.path("good").asBoolean()).isFalse();
      assertThat(told.path("problem").asText()).contains("basic_auth_user");
      agent.awaitLog("WARNING .*web.yml.*basic_auth_user");

      configure(TLS);
      awaitValue(asked, series, 1);
      Files.writeString(work.resolve("server.key"), "no key");
      awaitValue(asked, series, 0);
      assertThat(asked.plugins().path("webConfig").path("problem").asText()).contains("server.key");
      assertThat(shown(agent)).isEqualTo(certificates.read("one"));

      certificates.put("two", work, "server");
      awaitValue(asked, series, 1);
      assertThat(shown(agent)).isEqualTo(certificates.read("two"));
    }
  }

  private static void awaitValue(AgentHttp agent, String series, double value) {
    await(series + " to be " + value)
        .atMost(PackedAgent.DEADLINE)
        .until(agent::scrape, page -> page.value(series) == value);
  }

  @ParameterizedTest
  @CsvSource({
    "tls_server_confi: {},                                   tls_server_confi",
    "'tls_server_config: {cert_file: server.crt}',           key_file",
    "'tls_server_config: {cert_file: no.crt, key_file: server.key}', no.crt",
    "'basic_auth_users: {ada: secret}',                      ada",
    "'a: [',                                                 web.yml",
  })
  void fileThatCannotBeUsedEndsTheStart(String text, String named) throws Exception {
    Path file = configure(text + "\n");
    PackedAgent.Exit exit =
        PackedAgent.in(work)
            .with("run", "--port", "0", "--web-config", file.toString())
            .with("--deploy", Files.createDirectories(work.resolve("deploy")).toString())
            .with("--data", work.resolve("data").toString())
            .runToEnd();
    assertThat(exit.status()).as(exit.err()).isEqualTo(2);
    assertThat(exit.err().lines()).hasSize(1);
    assertThat(exit.err()).contains("web.yml", named).doesNotContain("secret", "\tat ");
  }
}
