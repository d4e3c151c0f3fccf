package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates in PEM files, made by openssl as administrators do; all from one authority. */
final class Certificates {
  private final Path folder;
  private int serial;

  /** Makes the authority, {@code ca.crt} and {@code ca.key}. */
  Certificates(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=authority"
            + (" -keyout " + path("ca.key") + " -out " + path("ca.crt")));
  }

  private static void openssl(String options) throws IOException, InterruptedException {
    Programs.Ended ended = Programs.run(Programs.find("openssl"), options.split(" ", -1));
    assertThat(ended.status()).as(options + ": " + ended.out()).isZero();
  }

  Path path(String file) {
    return folder.resolve(file);
  }

  /** Makes {@code NAME.crt} and {@code NAME.key}, of a server called {@code localhost}. */
  void server(String name) throws IOException, InterruptedException {
    issue(name, "subjectAltName=DNS:localhost,IP:127.0.0.1");
  }

  /** Makes {@code NAME.crt} and {@code NAME.key}, of a client. */
  void client(String name) throws IOException, InterruptedException {
    issue(name, "extendedKeyUsage=clientAuth");
  }

  private void issue(String name, String extension) throws IOException, InterruptedException {
    openssl(
        ("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + name)
            + (" -keyout " + path(name + ".key") + " -out " + path(name + ".csr")));
    Files.writeString(path("extensions"), extension + "\n");
    serial++;
    openssl(
        ("x509 -req -days 1 -CA " + path("ca.crt") + " -CAkey " + path("ca.key"))
            + (" -in " + path(name + ".csr") + " -out " + path(name + ".crt"))
            + (" -set_serial " + serial + " -extfile " + path("extensions")));
  }

  /** Puts both files of a certificate where a program reads them, under another name. */
  void put(String name, Path where, String as) throws IOException {
    for (String ending : List.of(".crt", ".key")) {
      Path next = where.resolve("next.tmp");
      Files.copy(path(name + ending), next, StandardCopyOption.REPLACE_EXISTING);
      Files.move(next, where.resolve(as + ending), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  X509Certificate read(String name) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(path(name + ".crt"))));
  }

  /** For a client that trusts the authority. */
  SSLContext trust() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", read("ca"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
