package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.deploy.ConfigFile;
import org.metricbay.core.deploy.FolderProblem;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServletsTest {
  private static final String STAT =
      """
      # HELP node_forks_total Forks.
      # TYPE node_forks_total counter
      node_forks_total 12
      """;

  private TestAgent agent;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    agent = new TestAgent(data, "127.0.0.1");
    agent.deployer.becomesReady.complete(null);
  }

  @AfterAll
  void stop() throws Exception {
    agent.close();
  }

  @BeforeEach
  void forget() {
    agent.engine.requests.clear();
    agent.deployer.good.set(true);
  }

  private CollectRequest asked() {
    assertThat(agent.engine.requests).hasSize(1);
    return agent.engine.requests.get(0);
  }

  @Test
  void metricsAreTextUnlessAskedOtherwise() throws Exception {
    HttpResponse<String> page = agent.get("/metrics");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(page.body())
        .isEqualTo(
            STAT
                + """
                # HELP node_load1 1m load average.
                # TYPE node_load1 gauge
                node_load1 0.25
                # HELP odd Odd numbers.
                # TYPE odd gauge
                odd{which="a"} NaN
                odd{which="b"} +Inf
                """);
  }

  @Test
  void prometheusGetsOpenMetrics() throws Exception {
    HttpResponse<String> page =
        agent.get(
            "/metrics?collect[]=stat".replace("[]", "%5B%5D"),
            "Accept",
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                + "application/openmetrics-text;version=0.0.1;q=0.5,"
                + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2");
    assertThat(page.headers().firstValue("Content-Type"))
        .contains(
            "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8");
    assertThat(page.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
    assertThat(page.body())
        .isEqualTo(
            """
            # TYPE node_forks counter
            # HELP node_forks Forks.
            node_forks_total 12
            # EOF
            """);
  }

  @Test
  void metricsArePackedOnRequest() throws Exception {
    HttpResponse<byte[]> page =
        agent.getBytes("/metrics?exclude%5B%5D=load", "Accept-Encoding", "gzip");
    assertThat(page.headers().firstValue("Content-Encoding")).contains("gzip");
    GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(page.body()));
    assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(STAT);
    assertThat(asked().except()).isEqualTo(Set.of("load"));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 9500",
    "0.2, 100",
    "1e300, 86400000",
    "soon, 86399500",
    "-1, 86399500",
    "NaN, 86399500"
  })
  void deadlineComesFromPrometheus(String header, long millis) throws Exception {
    agent.get("/metrics", "X-Prometheus-Scrape-Timeout-Seconds", header);
    assertThat(asked().timeout()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void unknownCollectorIsABadRequest() throws Exception {
    HttpResponse<String> answer = agent.get("/metrics?collect%5B%5D=lo%0Aad");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("there is no collector \"lo ad\"; there are: load, stat\n");
  }

  @Test
  void bothFiltersAreABadRequest() throws Exception {
    HttpResponse<String> answer = agent.get("/metrics?collect%5B%5D=load&exclude%5B%5D=stat");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo("both collect [load] and exclude [stat] are given: use one of them\n");
  }

  @Test
  void failureShowsNoStackTrace() throws Exception {
    HttpResponse<String> answer = agent.get("/plugins/broken");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("internal error; the agent's log says more\n");
  }

  @Test
  void pluginsAndFilesAreListed() throws Exception {
    HttpResponse<String> answer = agent.get("/plugins");
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("application/json;charset=utf-8");
    assertThat(answer.body())
        .startsWith(
            """
            {"plugins":[{"name":"load","description":"Load & <more>.",\
            "bundle":{"id":7,"symbolicName":"org.example.load","version":"1.2.3","state":"ACTIVE"},\
            "file":"load.jar","state":"OK","lastDurationSeconds":0.25,"error":null,"series":3},""")
        .contains(
            """
            "runningVersion":"1.2.3","nextTry":null,"usedBy":["user.jar"],\
            "collectors":[{"name":"load","description":"Load & <more>.","state":"OK",\
            "lastDurationSeconds":0.25,"error":null,"series":3},\
            {"name":"stat","description":"Kernel counters.","state":"OK",\
            "lastDurationSeconds":0.25,"error":null,"series":1}]}""")
        .endsWith(
            """
            {"name":"x<y>.jar","symbolicName":null,"version":null,"state":"INVALID",\
            "reason":"it is <no> ZIP","bundleId":null,"runningVersion":null,\
            "nextTry":"1970-01-01T00:00:00Z","usedBy":[],"collectors":[]}],\
            "configuration":[],"folderProblems":[]}
            """);
  }

  @Test
  void pluginShowsItsMetrics() throws Exception {
    HttpResponse<String> answer = agent.get("/plugins/load");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith("{\"name\":\"load\",")
        .endsWith(
            """
            "metrics":[{"name":"node_load1","type":"gauge","help":"1m load average.",\
            "samples":[{"labels":{},"value":0.25}]},\
            {"name":"odd","type":"gauge","help":"Odd numbers.",\
            "samples":[{"labels":{"which":"a"},"value":"NaN"},\
            {"labels":{"which":"b"},"value":"+Inf"}]}]}
            """);
    assertThat(asked().only()).isEqualTo(Set.of("load"));
  }

  @Test
  void unknownPluginIsNotFound() throws Exception {
    HttpResponse<String> answer = agent.get("/plugins/nope");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo("{\"error\":\"there is no collector \\\"nope\\\"; there are: load, stat\"}\n");
  }

  @Test
  void reloadReports() throws Exception {
    HttpResponse<String> answer = agent.send("PUT", "/plugins/reload");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith(
            """
            {"good":true,"durationSeconds":0.08,"files":[{"name":"load.jar",\
            "symbolicName":"org.example.load","version":"1.2.3","action":"UPDATED",\
            "reason":null}],"plugins":[{"name":"load",""");
  }

  @Test
  void whatIsWrongWithConfigurationAndFoldersShowsEverywhere() throws Exception {
    agent.status.files.add(
        new ConfigFile("metricbay.a.cfg", Optional.of("<no> key"), Optional.of("the defaults")));
    agent.status.folders.add(new FolderProblem("conf", "anyone may write"));
    try {
      String file =
          "{\"name\":\"metricbay.a.cfg\",\"good\":false,\"problem\":\"<no> key\","
              + "\"inForce\":\"the defaults\"}";
      String folder = "{\"folder\":\"conf\",\"problem\":\"anyone may write\"}";
      assertThat(agent.get("/plugins").body()).contains(file, folder);
      assertThat(agent.get("/").body())
          .contains("<h2>Problems</h2>", "&lt;no&gt; key; the defaults", "anyone may write");
      HttpResponse<String> reload = agent.send("PUT", "/plugins/reload");
      assertThat(reload.statusCode()).isEqualTo(500);
      assertThat(reload.body()).startsWith("{\"good\":false").contains(file, folder);
    } finally {
      agent.status.files.clear();
      agent.status.folders.clear();
    }
  }

  @Test
  void badReloadReportsToo() throws Exception {
    agent.deployer.good.set(false);
    HttpResponse<String> answer = agent.send("PUT", "/plugins/reload");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .contains("\"good\":false")
        .contains("\"action\":\"REFUSED\",\"reason\":\"no \\\"manifest\\\"\\t\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "DELETE", "PATCH", "BREW"})
  void reloadIsOnlyPut(String method) throws Exception {
    int before = agent.deployer.reloads.get();
    HttpResponse<String> answer = agent.send(method, "/plugins/reload");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("PUT, OPTIONS");
    assertThat(agent.deployer.reloads.get()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/plugins", "/plugins/load", "/", "/-/healthy", "/-/ready"})
  void othersAreOnlyRead(String path) throws Exception {
    for (String method : Set.of("PUT", "POST", "DELETE")) {
      HttpResponse<String> answer = agent.send(method, path);
      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }
  }

  @ParameterizedTest
  @CsvSource({"/metrics, GET", "/plugins/reload, PUT", "/-/healthy, GET"})
  void optionsSayWhatIsPossible(String path, String method) throws Exception {
    HttpResponse<String> answer = agent.send("OPTIONS", path);
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Allow").orElseThrow()).startsWith(method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/plugins", "/", "/-/ready", "/nothing", "/metrics?a=%25zz"})
  void everyAnswerSaysWhatBrowsersMustNot(String path) throws Exception {
    HttpResponse<String> answer = agent.get(path);
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
  }

  @Test
  void headHasNoBody() throws Exception {
    HttpResponse<String> answer = agent.send("HEAD", "/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void indexListsAllAndEscapes() throws Exception {
    HttpResponse<String> page = agent.get("/");
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'");
    assertThat(page.body())
        .contains("<a href=\"/plugins/load\">load</a>", "Load &amp; &lt;more&gt;.", "250.0 ms")
        .contains("x&lt;y&gt;.jar", "it is &lt;no&gt; ZIP")
        .doesNotContain("<more>", "<no>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/metrics/x", "/-/", "/index.html"})
  void allElseIsNotFound(String path) throws Exception {
    HttpResponse<String> answer = agent.get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("there is nothing here; / lists what there is\n");
    assertThat(agent.send("POST", path).statusCode()).isEqualTo(404);
  }

  @Test
  void foreignPagesCannotWrite() throws Exception {
    HttpResponse<String> rebound =
        agent.send("PUT", "/plugins/reload", "Host", "evil.example:" + agent.port());
    assertThat(rebound.statusCode()).isEqualTo(403);
    assertThat(rebound.body()).contains("evil.example").contains("localhost");
    assertThat(agent.send("PUT", "/plugins/reload", "Origin", "http://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(agent.send("PUT", "/plugins/reload", "Origin", "http://localhost:1").statusCode())
        .isEqualTo(200);
  }
}
