package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reverse proxies on the agent's host. One must ask for {@code localhost}, whatever name it is
 * asked for itself, unless the agent has been told that name.
 */
@ExtendWith(SharedAgent.class)
class ProxiesIT {
  private static final int REQUESTS = 20;

  /** As it comes; with connections that are kept; and with the name that was asked for. */
  private static final String NGINX =
      """
      daemon off;
      master_process off;
      pid nginx.pid;
      error_log stderr;
      events {}
      http {
        access_log off;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        gunzip on;
        upstream agent {
          server AGENT;
          keepalive 2;
        }
        server {
          listen 127.0.0.1:PLAIN;
          location / { proxy_pass http://AGENT; }
        }
        server {
          listen 127.0.0.1:KEPT;
          location / {
            proxy_pass http://agent;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host localhost;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Host $host;
            proxy_set_header X-Forwarded-Proto https;
            proxy_set_header Accept-Encoding gzip;
          }
        }
        server {
          listen 127.0.0.1:NAMED;
          location / {
            proxy_pass http://agent;
            proxy_set_header Host metrics.example.org;
          }
        }
      }
      """;

  private static final String HAPROXY =
      """
      defaults
        mode http
        timeout connect 5s
        timeout client 5s
        timeout server 5s
      frontend plain
        bind 127.0.0.1:PLAIN
        default_backend agent
      frontend kept
        bind 127.0.0.1:KEPT
        http-request set-header Host localhost
        default_backend agent
      frontend named
        bind 127.0.0.1:NAMED
        http-request set-header Host metrics.example.org
        default_backend agent
      backend agent
        http-reuse always
        option forwardfor
        server agent AGENT
      """;

  private static String address(PackedAgent agent) {
    return "127.0.0.1:" + URI.create(agent.url()).getPort();
  }

  /** Writes the configuration with free ports in it, and gives these. */
  private static List<Integer> configure(Path file, String text, PackedAgent agent)
      throws Exception {
    List<Integer> ports = new ArrayList<>();
    String filled = text.replace("AGENT", address(agent));
    for (String name : List.of("PLAIN", "KEPT", "NAMED")) {
      int port = Programs.freePort();
      ports.add(port);
      filled = filled.replace(name, Integer.toString(port));
    }
    Files.writeString(file, filled);
    return ports;
  }

  @Test
  void nginx(PackedAgent agent, @TempDir Path work) throws Exception {
    Path nginx = Programs.find("nginx", "nginx-light");
    Path file = work.resolve("nginx.conf");
    List<Integer> ports = configure(file, NGINX, agent);
    try (Proxy proxy =
        Proxy.start(
            work, ports.get(0), nginx, "-e", "stderr", "-p", work.toString(), "-c", file + "")) {
      assertPasses(proxy.front());
      assertPasses(Proxy.at(ports.get(1)));
      assertRefusesTheName(Proxy.at(ports.get(2)), agent);
    }
  }

  @Test
  void haproxy(PackedAgent agent, @TempDir Path work) throws Exception {
    Path haproxy = Programs.find("haproxy");
    Path file = work.resolve("haproxy.cfg");
    List<Integer> ports = configure(file, HAPROXY, agent);
    try (Proxy proxy = Proxy.start(work, ports.get(0), haproxy, "-db", "-f", file.toString())) {
      assertPasses(proxy.front());
      assertPasses(Proxy.at(ports.get(1)));
      assertRefusesTheName(Proxy.at(ports.get(2)), agent);
    }
  }

  /** It would keep what may be kept. */
  @Test
  void varnish(PackedAgent agent, @TempDir Path work) throws Exception {
    Path varnish = Programs.find("varnishd", "varnish");
    int port = Programs.freePort();
    try (Proxy proxy =
        Proxy.start(
            work,
            port,
            varnish,
            ("-F -j none -s malloc,8m -n " + work.resolve("varnish"))
                .concat(" -a 127.0.0.1:" + port + " -b " + address(agent))
                .split(" ", -1))) {
      assertPasses(proxy.front());
      HttpResponse<String> page = proxy.front().get("/metrics");
      assertThat(page.headers().firstValue("Via")).isPresent();
      assertThat(page.headers().firstValue("Age")).hasValue("0");
    }
  }

  /** Page after page is whole, and none is kept; what is not there is not. */
  private static void assertPasses(AgentHttp front) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      values.add(front.scrape().value("healthy_seconds_total{plugin=\"healthy\"}"));
    }
    // Scrapes that overlap share values, and a proxy may have asked twice.
    assertThat(values).isSorted();
    assertThat(values.get(REQUESTS - 1)).isGreaterThan(values.get(0));
    assertThat(front.get("/metrics?collect[]=nonsense".replace("[]", "%5B%5D")).statusCode())
        .isEqualTo(400);
    assertThat(front.get("/nothing").statusCode()).isEqualTo(404);
    assertThat(front.put("/plugins/reload").statusCode()).isEqualTo(200);
  }

  private static void assertRefusesTheName(AgentHttp front, PackedAgent agent) throws Exception {
    HttpResponse<String> refusal = front.get("/metrics");
    assertThat(refusal.statusCode()).isEqualTo(403);
    assertThat(refusal.body()).contains("metrics.example.org", "localhost", "--allow-host");
    assertThat(front.get("/-/healthy").statusCode()).isEqualTo(200);
    agent.awaitLog("refused GET /metrics from 127.0.0.1: .*metrics.example.org");
  }
}
