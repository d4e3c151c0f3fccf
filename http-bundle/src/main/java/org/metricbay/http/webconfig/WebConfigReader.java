package org.metricbay.http.webconfig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a {@link WebConfig} of the document. */
final class WebConfigReader {
  /** The headers that may be set, each with the values that it may have; none means any. */
  private static final Map<String, List<String>> HEADERS = headers();

  private final Path file;
  private final Sources sources;
  private final List<String> warnings = new ArrayList<>();

  WebConfigReader(Path file, Sources sources) {
    this.file = file;
    this.sources = sources;
  }

  private static Map<String, List<String>> headers() {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("Content-Security-Policy", List.of());
    headers.put("X-Frame-Options", List.of("deny", "sameorigin"));
    headers.put("X-Content-Type-Options", List.of("nosniff"));
    headers.put("X-XSS-Protection", List.of());
    headers.put("Strict-Transport-Security", List.of());
    return headers;
  }

  WebConfig read() throws WebConfigException {
    Section root =
        Section.root(file, YamlTree.parse(file, text()))
            .allow(
                List.of(
                    "tls_server_config", "http_server_config", "basic_auth_users", "rate_limit"));
    Section tls = root.section("tls_server_config").allow(TlsReader.KEYS);
    Section http = root.section("http_server_config").allow(List.of("http2", "headers"));
    Section limit = root.section("rate_limit").allow(List.of("interval", "burst"));
    // The cheap parts first, the files last.
    boolean http2 = http.flag("http2", true);
    Map<String, String> headers = headers(http.section("headers").allow(HEADERS.keySet()));
    Map<String, String> users = users(root.section("basic_auth_users"));
    Optional<RateLimit> rate = rateLimit(limit);
    Path folder = Optional.ofNullable(file.getParent()).orElse(file);
    Optional<TlsSettings> settings = new TlsReader(tls, folder, sources, warnings).read();
    if (settings.isEmpty() && root.keys().contains("tls_server_config")) {
      warnings.add("tls_server_config names no certificate: TLS is off");
    }
    return new WebConfig(settings, http2, headers, users, rate, warnings);
  }

  private String text() throws WebConfigException {
    try {
      return sources.read(file);
    } catch (Sources.UnreadableException e) {
      throw new WebConfigException(file, e.getMessage() + "; give a web configuration file");
    }
  }

  private static Map<String, String> headers(Section section) throws WebConfigException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : section.keys()) {
      String value = section.text(name).orElse("").strip();
      List<String> allowed = HEADERS.getOrDefault(name, List.of());
      if (value.isEmpty()) {
        continue;
      }
      if (!allowed.isEmpty() && !allowed.contains(value)) {
        throw section.wrong(name, "must be " + String.join(" or ", allowed));
      }
      if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
        throw section.wrong(name, "must be one line of ASCII characters");
      }
      headers.put(name, value);
    }
    return headers;
  }

  private static Map<String, String> users(Section section) throws WebConfigException {
    Map<String, String> users = new LinkedHashMap<>();
    for (String name : section.keys()) {
      String hash = section.text(name).orElse("");
      if (name.indexOf(':') >= 0 || !name.chars().allMatch(c -> c >= ' ' && c != 0x7F)) {
        throw section.wrong(
            "", "a user's name has a colon or a control character; no browser could send it");
      }
      if (BcryptHash.parse(hash).isEmpty()) {
        throw section.wrong(
            Shown.word(name),
            "is not a bcrypt hash ($2a$, $2b$ or $2y$, cost 04 to 31, 60 characters); make one"
                + " with \"htpasswd -nBC 10\", and keep it in quotes");
      }
      users.put(name, hash);
    }
    return users;
  }

  private static Optional<RateLimit> rateLimit(Section section) throws WebConfigException {
    Optional<Duration> interval = Optional.of(Duration.ZERO);
    Optional<String> text = section.text("interval");
    if (text.isPresent()) {
      interval = GoDuration.parse(text.get());
    }
    if (interval.isEmpty()) {
      throw section.wrong(
          "interval", "must be a time with its unit, such as 100ms or 1s; 0 is off");
    }
    String burst = section.text("burst").orElse("0");
    if (!burst.matches("\\d{1,9}")) {
      throw section.wrong("burst", "must be a whole number from 0 to 999999999");
    }
    return interval
        .filter(time -> !time.isZero())
        .map(time -> new RateLimit(time, Integer.parseInt(burst)));
  }
}
