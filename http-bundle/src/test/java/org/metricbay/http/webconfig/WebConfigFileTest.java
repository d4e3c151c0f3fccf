package org.metricbay.http.webconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metricbay.http.webconfig.TestCertificate.Wish;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebConfigFileTest {
  private static final String HASH = "$2y$05$abcdefghijklmnopqrstuunqv6HtGEECxQ1D7I2qe2YFLYsDuqZUS";
  private static final String WHOLE =
      """
      # A comment
      tls_server_config:
        cert_file: cert.pem
        key_file: "key.pem"
        client_auth_type: RequireAndVerifyClientCert
        client_ca_file: cert.pem
        client_allowed_sans:
          - one
          - "two"
        min_version: TLS12
        max_version: TLS13
        cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]
        prefer_server_cipher_suites: false
        curve_preferences: [CurveP256, X25519]
      http_server_config:
        http2: no
        headers:
          X-Frame-Options: deny
          Strict-Transport-Security: max-age=31536000; includeSubDomains
          X-Content-Type-Options: nosniff
          X-XSS-Protection: 1
          Content-Security-Policy: "default-src 'self'"
      basic_auth_users:
        alice: $2y$05$abcdefghijklmnopqrstuunqv6HtGEECxQ1D7I2qe2YFLYsDuqZUS
        bob: '$2a$05$abcdefghijklmnopqrstuunqv6HtGEECxQ1D7I2qe2YFLYsDuqZUS'
      rate_limit:
        interval: 1m0.5s
        burst: 7
      """;

  @TempDir private Path path;
  private TestFolder folder = new TestFolder(Path.of(""));
  private String certificate = "";
  private String key = "";
  private String otherKey = "";

  @BeforeAll
  void pair() throws Exception {
    TestCertificate pair = new Wish("localhost").dns("localhost").make();
    certificate = pair.certificatePem();
    key = pair.keyPem();
    otherKey = new Wish("other").make().keyPem();
  }

  @BeforeEach
  void files() throws Exception {
    folder = new TestFolder(path).with("cert.pem", certificate).with("key.pem", key);
  }

  /** The message, which must be one line that says where. */
  private String refused(String yaml) throws Exception {
    folder.with("web.yml", yaml);
    WebConfigException e =
        catchThrowableOfType(WebConfigException.class, () -> folder.file().read());
    assertThat(e).as(yaml).isNotNull();
    String message = String.valueOf(e.getMessage());
    assertThat(message).startsWith(path.resolve("web.yml").toString()).doesNotContain("\n", "\r");
    assertThat(e.getCause()).isNull();
    return message.substring(path.resolve("web.yml").toString().length());
  }

  @Test
  void everything() throws Exception {
    WebConfig config = folder.read(WHOLE);
    TlsSettings tls = config.tls().orElseThrow();
    assertThat(tls.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(tls.cipherSuites())
        .contains("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384")
        .endsWith("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    assertThat(tls.needsClientCertificate()).isTrue();
    assertThat(tls.wantsClientCertificate()).isTrue();
    assertThat(tls.serverPreference()).isFalse();
    assertThat(config.http2()).isFalse();
    assertThat(config.headers().keySet())
        .containsExactly(
            "X-Frame-Options",
            "Strict-Transport-Security",
            "X-Content-Type-Options",
            "X-XSS-Protection",
            "Content-Security-Policy");
    assertThat(config.headers()).containsEntry("X-XSS-Protection", "1");
    assertThat(config.users().keySet()).containsExactly("alice", "bob");
    assertThat(config.users()).containsEntry("alice", HASH);
    assertThat(config.rateLimit()).contains(new RateLimit(Duration.ofMillis(60_500), 7));
    assertThat(config.toString()).doesNotContain("$2y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "# nothing\n",
        "---\n",
        "{}",
        "~",
        "tls_server_config:\n",
        "tls_server_config: {}",
        "tls_server_config: {cert_file: '', min_version: TLS13}",
        "basic_auth_users: {}\nhttp_server_config:\nrate_limit: {interval: 0, burst: 3}",
        "http_server_config: {headers: {Content-Security-Policy: ''}}"
      })
  void nothing(String yaml) throws Exception {
    WebConfig config = folder.read(yaml);
    assertThat(config.isEmpty()).isTrue();
    assertThat(config.http2()).isTrue();
    assertThat(config.tls()).isEmpty();
  }

  @Test
  void tlsThatIsOffIsTold() throws Exception {
    assertThat(folder.read("tls_server_config: {min_version: TLS13}").warnings())
        .singleElement()
        .asString()
        .contains("TLS is off");
  }

  @Test
  void inlineTextsAndDefaults() throws Exception {
    WebConfig config =
        folder.read(
            "tls_server_config:\n  cert: |\n%s  key: |\n%s"
                .formatted(certificate.indent(4), key.indent(4)));
    TlsSettings tls = config.tls().orElseThrow();
    assertThat(tls.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(tls.needsClientCertificate()).isFalse();
    assertThat(tls.wantsClientCertificate()).isFalse();
    assertThat(tls.serverPreference()).isTrue();
    assertThat(config.http2()).isTrue();
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void aliasesAreReadButDoNoHarm() throws Exception {
    assertThat(folder.read("basic_auth_users: {a: &h '" + HASH + "', b: *h}").users())
        .containsEntry("b", HASH);
    StringBuilder bomb = new StringBuilder("basic_auth_users: &a0 {x: &s y}\n");
    for (int i = 1; i < 100; i++) {
      bomb.append("k%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(50)));
    }
    assertThat(refused(bomb.toString())).contains("unknown key");
    assertThat(refused("rate_limit: &r {burst: *r}")).contains("alias");
  }

  @Test
  void olderVersionsAreLeftOut() throws Exception {
    WebConfig config = folder.read(TestFolder.TLS + "  min_version: TLS10\n");
    assertThat(config.tls().orElseThrow().protocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(config.warnings()).hasSize(2).allMatch(w -> w.contains("switched off"));
    assertThat(refused(TestFolder.TLS + "  min_version: TLS10\n  max_version: TLS11\n"))
        .contains("allow TLS12 or TLS13");
  }

  @Test
  void refusalsSayWhereAndWhat() throws Exception {
    assertThat(refused("tls_server_confg:\n  cert_file: x\n"))
        .startsWith(":1:1: unknown key (\"tls_server_confg\"); known are tls_server_config, ");
    assertThat(refused("tls_server_config:\n  cert_filse: server.crt\n"))
        .startsWith(":2:3: tls_server_config: unknown key (\"cert_filse\"); known are cert, key");
    assertThat(refused(TestFolder.TLS + "  cert: x\n"))
        .startsWith(":4:3: tls_server_config.cert: is there, and cert_file too");
    assertThat(refused("http_server_config:\n  http2: maybe\n"))
        .isEqualTo(":2:3: http_server_config.http2: must be true or false");
    assertThat(refused("a: 1\na: 2\n")).isEqualTo(":2:1: key \"a\" is there twice; keep one");
    assertThat(refused("a: [\n")).startsWith(":2:1: not valid YAML (");
    assertThat(refused("a: b: c\n")).startsWith(":1:5: not valid YAML (");
    assertThat(refused("just words\n")).contains("must be keys with values");
    assertThat(refused("- a\n")).contains("must be keys with values");
    assertThat(refused("{}\n---\n{}\n")).contains("second document");
    assertThat(refused("? [a]\n: b\n")).contains("a key must be a text");
    assertThat(refused("basic_auth_users: {a: !!binary AAAA}")).contains("a tag (!)");
    assertThat(refused("basic_auth_users: [a]")).contains("must be keys with values");
    assertThat(refused("http_server_config: {http2: [true]}")).contains("must be one text");
  }

  @Test
  void refusalsOfCertificates() throws Exception {
    assertThat(refused("tls_server_config:\n  cert_file: cert.pem\n")).contains("add key_file");
    assertThat(refused("tls_server_config:\n  key_file: key.pem\n")).contains("add cert_file");
    assertThat(refused("tls_server_config:\n  cert: ''\n  key_file: key.pem\n"))
        .contains("add cert_file");
    assertThat(refused("tls_server_config:\n  client_auth_type: NoClientCert\n"))
        .contains("add cert_file");
    assertThat(refused(TestFolder.TLS + "  client_ca_file: cert.pem\n"))
        .startsWith(":4:3: tls_server_config.client_ca_file: has no effect");
    assertThat(refused(TestFolder.TLS + "  client_auth_type: Some\n"))
        .contains("unknown (\"Some\")");
    assertThat(refused(TestFolder.TLS.replace("cert.pem", "gone.pem")))
        .startsWith(":2:3: tls_server_config.cert_file: " + path.resolve("gone.pem") + " does not");
    assertThat(refused(TestFolder.TLS.replace("cert.pem", "."))).contains("not a regular file");
    assertThat(refused(TestFolder.TLS.replace("cert.pem", "key.pem")))
        .contains("no BEGIN CERTIFICATE block");
    assertThat(refused(TestFolder.TLS.replace("key.pem", "cert.pem")))
        .contains("no BEGIN PRIVATE KEY block");
    folder.with("ca.pem", "no certificate here");
    assertThat(
            refused(
                TestFolder.TLS
                    + "  client_ca_file: ca.pem\n  client_auth_type: RequireAndVerifyClientCert\n"))
        .contains("ca.pem has no BEGIN CERTIFICATE block");
    folder.with("key.pem", otherKey);
    assertThat(refused(TestFolder.TLS)).contains("is not the key of the first certificate");
    folder.with("cert.pem", TestCertificate.pem("CERTIFICATE", new byte[] {0x30, 3, 1, 2, 3}));
    assertThat(refused(TestFolder.TLS)).contains("a certificate that is damaged");
  }

  @Test
  void refusalsOfChoices() throws Exception {
    assertThat(refused(TestFolder.TLS + "  min_version: TLS111\n"))
        .contains("unknown TLS version (\"TLS111\")");
    assertThat(refused(TestFolder.TLS + "  min_version: TLS13\n  max_version: TLS12\n"))
        .contains("newer than max_version");
    assertThat(refused(TestFolder.TLS + "  cipher_suites: [TLS_RSA_WITH_RC4_128_SHA]\n"))
        .contains("does not have \"TLS_RSA_WITH_RC4_128_SHA\"");
    assertThat(refused("tls_server_config: {cipher_suites: [NULL]}")).contains("does not have");
    assertThat(refused(TestFolder.TLS + "  curve_preferences: [CurveP257]\n"))
        .contains("unknown curve (\"CurveP257\")");
    assertThat(refused(TestFolder.TLS + "  curve_preferences: CurveP256\n"))
        .contains("must be a list");
    assertThat(refused("http_server_config: {headers: {Content-Type: x}}"))
        .contains("unknown key (\"Content-Type\")");
    assertThat(refused("http_server_config: {headers: {X-Frame-Options: foo}}"))
        .endsWith("headers.X-Frame-Options: must be deny or sameorigin");
    assertThat(refused("http_server_config: {headers: {Content-Security-Policy: \"a\\r\\nb\"}}"))
        .contains("one line of ASCII");
    assertThat(refused("rate_limit: {interval: 5}")).contains("with its unit");
    assertThat(refused("rate_limit: {interval: -1s}")).contains("with its unit");
    assertThat(refused("rate_limit: {interval: 1s, burst: -1}")).contains("whole number");
  }

  @Test
  void noSecretIsRepeated() throws Exception {
    String secret = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC";
    for (String yaml :
        List.of(
            "basic_auth_users:\n  alice: " + secret,
            "basic_auth_users:\n  alice: $2y$03$" + secret,
            "basic_auth_users:\n  " + HASH + ": x\n  " + HASH + ": y",
            "basic_auth_users: " + secret,
            HASH + ": alice",
            secret + "\n" + secret + ": x",
            "tls_server_config:\n  key_file: |\n    -----BEGIN PRIVATE KEY-----\n    " + secret,
            "tls_server_config:\n  key: |\n    -----BEGIN PRIVATE KEY-----\n" + secret + "\n",
            "tls_server_config:\n  cert_file: cert.pem\n  key: " + secret,
            "tls_server_config:\n  client_auth_type: " + secret + "=",
            "tls_server_config: {key: *" + secret + "}",
            "tls_server_config: {key: !" + secret + "}",
            "tls_server_config: {key: !" + secret + "!x y}",
            "tls_server_config: {key: \"\\" + secret + "\"}",
            "tls_server_config: {key: @" + secret + "}")) {
      assertThat(refused(yaml)).doesNotContain(secret, HASH, "MIIEvQ");
    }
  }

  @Test
  void controlCharactersAreEscaped() throws Exception {
    assertThat(refused("tls_server_config: {cert_file: \"a\\e[31m\\u202E\\nb\", key: x}"))
        .doesNotContain("\u001b", "\u202e");
    assertThat(refused("tls_server_config: {cert_file: \"a\\e[31m\\u202E\", key: x}"))
        .contains("a\\u001b[31m\\u202e does not exist");
    assertThat(refused("tls_server_config: {cert_file: \"a\\0b\", key: x}")).contains("not a name");
    assertThat(refused("basic_auth_users: {\"a\\nb\": x}")).contains("control character");
  }

  @Test
  void limits() throws Exception {
    assertThat(refused("[".repeat(100_000))).contains("nested deeper");
    assertThat(refused("{a: ".repeat(100_000))).contains("nested deeper");
    assertThat(refused("- ".repeat(100_000))).contains("nested deeper");
    assertThat(refused("#".repeat((1 << 20) + 1))).contains("larger than 1 MiB");
    assertThat(refused("a: " + "x".repeat(1_000_000))).contains("unknown key");
    Files.write(path.resolve("web.yml"), "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> folder.file().read()).hasMessageContaining("is not UTF-8 text");
    Files.delete(path.resolve("web.yml"));
    assertThatThrownBy(() -> folder.file().read())
        .isInstanceOf(WebConfigException.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> new WebConfigFile(path).read())
        .hasMessageContaining("is not a regular file");
    assertThat(folder.read("\uFEFF{}").isEmpty()).isTrue();
  }

  @Test
  void whateverIsWrittenGivesAConfigurationOrOneLine() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int read = 0;
    for (int i = 0; i < 500; i++) {
      String yaml = mutated(WHOLE, random);
      folder.with("web.yml", yaml);
      try {
        folder.file().read();
        read++;
      } catch (WebConfigException e) {
        assertThat(String.valueOf(e.getMessage()).lines())
            .as("seed %d, round %d: %s", seed, i, yaml)
            .hasSize(1);
        assertThat(e.getMessage()).doesNotContain("abcdefghijklmnopqrstuunqv6Ht");
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ", round " + i + ": " + yaml, e);
      }
    }
    assertThat(read).as("seed %d: neither all nor none are good", seed).isBetween(1, 499);
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    String odd = "\t:{}[]&*!|>%@`'\"#-?,\n\u0000\u0007\u0085\u2028\uFEFF\uD800~$ax0";
    for (int n = random.nextInt(1, 4); n > 0 && !mutated.isEmpty(); n--) {
      int at = random.nextInt(mutated.length());
      int to = Math.min(mutated.length(), at + random.nextInt(1, 30));
      switch (random.nextInt(5)) {
        case 0 -> mutated.delete(at, to);
        case 1 -> mutated.insert(at, odd.charAt(random.nextInt(odd.length())));
        case 2 -> mutated.setCharAt(at, odd.charAt(random.nextInt(odd.length())));
        case 3 -> mutated.insert(random.nextInt(mutated.length()), mutated.substring(at, to));
        default -> mutated.setLength(to);
      }
    }
    // Files are UTF-8; half a pair of surrogates cannot be written.
    return mutated.toString().replace('\uD800', '\uFFFE');
  }
}
