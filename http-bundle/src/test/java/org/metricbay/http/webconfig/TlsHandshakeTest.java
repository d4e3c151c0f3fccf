package org.metricbay.http.webconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metricbay.http.webconfig.TestCertificate.Wish;

/** Real handshakes on loopback. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsHandshakeTest {
  private static final int PATIENCE_MILLIS = 10_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TestFolder folder = new TestFolder(Path.of(""));
  private Map<String, TestCertificate> clients = Map.of();

  @BeforeAll
  void certificates(@TempDir Path path) throws Exception {
    folder = new TestFolder(path);
    TestCertificate ours = new Wish("our authority").authority().make();
    TestCertificate foreign = new Wish("foreign authority").authority().make();
    clients =
        Map.of(
            "ours", new Wish("c").by(ours).dns("scraper.example").make(),
            "address", new Wish("c").by(ours).ip("20010db8000000000000000000000001").make(),
            "email", new Wish("c").by(ours).email("a@example.org").uri("spiffe://x/y").make(),
            "nameless", new Wish("c").by(ours).purpose(TestCertificate.CLIENT_AUTH).make(),
            "servers", new Wish("c").by(ours).purpose(TestCertificate.SERVER_AUTH).make(),
            "expired", new Wish("c").by(ours).dns("scraper.example").expired().make(),
            "foreign", new Wish("c").by(foreign).dns("scraper.example").make());
    folder.pair(new Wish("localhost").dns("localhost").make());
    folder.with("ca.pem", "Our CA:\n" + ours.certificatePem());
  }

  @AfterAll
  void end() {
    threads.shutdownNow();
  }

  private TlsSettings settings(String more) throws IOException, WebConfigException {
    return folder.read(TestFolder.TLS + more).tls().orElseThrow();
  }

  private SSLContext clientContext(String client, TlsSettings server)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", server.chain().get(0));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyManager[] keys = {};
    TestCertificate own = clients.get(client);
    if (own != null) {
      keys = new KeyManager[] {new StubbornClient(own)};
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }

  private interface Prepare {
    void accept(SSLParameters parameters);
  }

  /** What both sides agreed on once a byte went there and back, or nothing if they did not. */
  private Optional<SSLSession> connect(TlsSettings settings, String client, Prepare prepare)
      throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (SSLServerSocket listening =
        (SSLServerSocket)
            settings.context().getServerSocketFactory().createServerSocket(0, 5, loopback)) {
      SSLParameters parameters = listening.getSSLParameters();
      settings.apply(parameters);
      listening.setSSLParameters(parameters);
      listening.setSoTimeout(PATIENCE_MILLIS);
      Future<Boolean> served = threads.submit(() -> serve(listening));
      Optional<SSLSession> session = Optional.empty();
      try (SSLSocket socket =
          (SSLSocket)
              clientContext(client, settings)
                  .getSocketFactory()
                  .createSocket(loopback, listening.getLocalPort())) {
        socket.setSoTimeout(PATIENCE_MILLIS);
        SSLParameters own = socket.getSSLParameters();
        prepare.accept(own);
        socket.setSSLParameters(own);
        socket.getOutputStream().write(1);
        if (socket.getInputStream().read() == 2) {
          session = Optional.of(socket.getSession());
        }
      } catch (IOException e) {
        // Refused: the server's side says whether it was.
      }
      assertThat(served.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(session.isPresent());
      return session;
    }
  }

  private static boolean serve(SSLServerSocket listening) {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      boolean read = socket.getInputStream().read() == 1;
      socket.getOutputStream().write(2);
      return read;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean passes(TlsSettings settings, String client) throws Exception {
    boolean newer = connect(settings, client, p -> {}).isPresent();
    boolean older =
        connect(settings, client, p -> p.setProtocols(new String[] {"TLSv1.2"})).isPresent();
    assertThat(older).as("TLS 1.2 as 1.3").isEqualTo(newer);
    return newer;
  }

  @ParameterizedTest
  @CsvSource({
    "NoClientCert, none ours foreign expired, -",
    "RequestClientCert, none ours foreign expired servers, -",
    "RequireAnyClientCert, ours foreign expired servers nameless, none",
    "RequireClientCert, ours foreign, none",
    "VerifyClientCertIfGiven, none ours nameless, foreign expired servers",
    "RequireAndVerifyClientCert, ours nameless address, none foreign expired servers"
  })
  void clientsCertificates(String type, String good, String bad) throws Exception {
    boolean verifies = type.contains("Verify");
    TlsSettings settings =
        settings(
            "  client_auth_type: " + type + (verifies ? "\n  client_ca_file: ca.pem\n" : "\n"));
    for (String client : good.split(" ", -1)) {
      assertThat(passes(settings, client)).as("%s, %s", type, client).isTrue();
    }
    for (String client : bad.equals("-") ? new String[0] : bad.split(" ", -1)) {
      assertThat(passes(settings, client)).as("%s, %s", type, client).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "scraper.example, ours, true",
    "scraper.example, nameless, false",
    "scraper.example, foreign, false",
    "scraper.example, address, false",
    "SCRAPER.example, ours, false",
    "'2001:db8::1', address, true",
    "'2001:db8:0::1', address, true",
    "'2001:db8::2', address, false",
    "a@example.org, email, true",
    "'spiffe://x/y', email, true",
    "'spiffe://x/z', email, false"
  })
  void allowedNames(String name, String client, boolean good) throws Exception {
    TlsSettings settings =
        settings(
            "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n"
                + "  client_allowed_sans: [\"other\", \"999.1.1.1\", \""
                + name
                + "\"]\n");
    assertThat(passes(settings, client)).isEqualTo(good);
  }

  @Test
  void noNameAllowedMeansNobody() throws Exception {
    TlsSettings settings =
        settings("  client_auth_type: RequireAnyClientCert\n  client_allowed_sans: []\n");
    assertThat(passes(settings, "ours")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "EC384", "EC521", "Ed25519"})
  void kindsOfKeys(String algorithm, @TempDir Path own) throws Exception {
    TestFolder other =
        new TestFolder(own).pair(new Wish("localhost").with(algorithm).dns("localhost").make());
    TlsSettings settings = other.read(TestFolder.TLS).tls().orElseThrow();
    assertThat(passes(settings, "none")).isTrue();
  }

  @Test
  void versions() throws Exception {
    TlsSettings only12 = settings("  max_version: TLS12\n");
    assertThat(connect(only12, "none", p -> {}).orElseThrow().getProtocol()).isEqualTo("TLSv1.2");
    TlsSettings only13 = settings("  min_version: TLS13\n");
    assertThat(connect(only13, "none", p -> {}).orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    assertThat(connect(only13, "none", p -> p.setProtocols(new String[] {"TLSv1.2"}))).isEmpty();
  }

  @Test
  void suitesRestrictTls12Only() throws Exception {
    String one = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    String two = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    TlsSettings settings = settings("  cipher_suites: [" + one + "]\n");
    Prepare old = p -> p.setProtocols(new String[] {"TLSv1.2"});
    assertThat(connect(settings, "none", old).orElseThrow().getCipherSuite()).isEqualTo(one);
    Prepare other =
        p -> {
          old.accept(p);
          p.setCipherSuites(new String[] {two});
        };
    assertThat(connect(settings, "none", other)).isEmpty();
    assertThat(connect(settings, "none", p -> {}).orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    TlsSettings none12 = settings("  cipher_suites: [TLS_AES_128_GCM_SHA256]\n");
    assertThat(connect(none12, "none", old)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoseOrderOfSuitesCounts(boolean servers) throws Exception {
    String one = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    String two = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    TlsSettings settings =
        settings(
            "  cipher_suites: [%s, %s]\n  prefer_server_cipher_suites: %s\n"
                .formatted(one, two, servers));
    Prepare opposite =
        p -> {
          p.setProtocols(new String[] {"TLSv1.2"});
          p.setCipherSuites(new String[] {two, one});
        };
    assertThat(connect(settings, "none", opposite).orElseThrow().getCipherSuite())
        .isEqualTo(servers ? one : two);
  }

  @Test
  void curves() throws Exception {
    TlsSettings settings = settings("  curve_preferences: [CurveP521]\n");
    // In TLS 1.2 the JDK takes the list for the curves of certificates too, and ours is of P-256.
    assertThat(connect(settings, "none", p -> {})).isPresent();
    boolean choosable = Runtime.version().feature() >= 20;
    assertThat(settings.namedGroups().isEmpty()).isEqualTo(!choosable);
    if (choosable) {
      Prepare other = p -> NamedGroups.set(p, List.of("secp384r1"));
      assertThat(connect(settings, "none", other)).isEmpty();
    } else {
      assertThat(folder.file().read().warnings()).anyMatch(w -> w.contains("Java 20"));
    }
  }
}
