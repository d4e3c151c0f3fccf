package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer as it came.
 *
 * @param status 200 and so on
 * @param headers by name in lower case; those that are repeated are joined by commas
 * @param body empty if there is none
 */
record RawAnswer(int status, Map<String, String> headers, String body) {

  /** Reads status and headers. */
  static RawAnswer ofHead(String head) {
    String[] lines = head.split("\r\n", -1);
    assertThat(lines[0]).as("status line").matches("HTTP/1\\.1 \\d{3}( .*)?");
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      String[] parts = lines[i].split(":", 2);
      assertThat(parts).as(lines[i]).hasSize(2);
      headers.merge(
          parts[0].toLowerCase(Locale.ROOT), parts[1].strip(), (one, two) -> one + ", " + two);
    }
    return new RawAnswer(Integer.parseInt(lines[0].substring(9, 12)), headers, "");
  }

  RawAnswer withBody(String text) {
    return new RawAnswer(status, headers, text);
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  int length() {
    return Integer.parseInt(headers.getOrDefault("content-length", "0"));
  }

  /** Says what every answer must say, and nothing about what runs here. */
  RawAnswer assertSane() {
    assertThat(headers).as("answer %s", this).doesNotContainKeys("server", "x-powered-by");
    assertThat(header("content-security-policy"))
        .as("answer %s", this)
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe-inline");
    assertThat(header("x-content-type-options")).as("answer %s", this).isEqualTo("nosniff");
    assertThat(header("cache-control")).as("answer %s", this).isEqualTo("no-store");
    assertThat(headers.keySet()).noneMatch(name -> name.startsWith("access-control-"));
    if (status >= 400) {
      assertThat(header("content-type")).doesNotContain("html");
      assertThat(body.toLowerCase(Locale.ROOT))
          .doesNotContain("<h", "\tat ", "jetty", "felix", "exception", "java.");
    }
    return this;
  }
}
