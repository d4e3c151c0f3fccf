package org.metricbay.http.webconfig;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes {@link TlsSettings} of {@code tls_server_config} and the files that it names. */
final class TlsReader {
  static final List<String> KEYS =
      List.of(
          "cert",
          "key",
          "client_ca",
          "cert_file",
          "key_file",
          "client_auth_type",
          "client_ca_file",
          "client_allowed_sans",
          "min_version",
          "max_version",
          "cipher_suites",
          "prefer_server_cipher_suites",
          "curve_preferences");

  /** Without any of these exporter-toolkit serves plain HTTP. */
  private static final List<String> SWITCHES =
      List.of(
          "cert",
          "key",
          "client_ca",
          "cert_file",
          "key_file",
          "client_auth_type",
          "client_ca_file");

  private final Section section;
  private final Path folder;
  private final Sources sources;
  private final List<String> warnings;

  TlsReader(Section section, Path folder, Sources sources, List<String> warnings) {
    this.section = section;
    this.folder = folder;
    this.sources = sources;
    this.warnings = warnings;
  }

  /** A PEM text, and how to tell what is wrong with it. */
  private record Source(String key, String text, String name) {}

  private interface Parser<T> {
    T parse(String text) throws BadPemException;
  }

  Optional<TlsSettings> read() throws WebConfigException {
    boolean on = false;
    for (String key : SWITCHES) {
      on |= section.text(key).isPresent();
    }
    ClientAuth auth = clientAuth();
    Optional<List<String>> names = section.list("client_allowed_sans");
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      if (!on) {
        // What it says besides is checked all the same.
        context.init(null, null, null);
        settings(context, List.of(), auth);
        return Optional.empty();
      }
      Source certificate = required("cert");
      Source keySource = required("key");
      List<X509Certificate> chain = parse(certificate, Pem::certificates);
      PrivateKey key = parse(keySource, PrivateKeys::read);
      if (!PrivateKeys.belongTogether(key, chain.get(0).getPublicKey())) {
        throw section.wrong(
            keySource.key(),
            keySource.name()
                + " is not the key of the first certificate in "
                + certificate.name()
                + "; give the pair that was made together");
      }
      context.init(
          new KeyManager[] {new OneKey(key, chain)}, new TrustManager[] {trust(auth, names)}, null);
      return Optional.of(settings(context, chain, auth));
    } catch (GeneralSecurityException e) {
      throw section.wrong("", "this JVM cannot use the certificates; see its java.security file");
    }
  }

  private TlsSettings settings(SSLContext context, List<X509Certificate> chain, ClientAuth auth)
      throws WebConfigException {
    TlsChoices choices = new TlsChoices(section, context, warnings);
    return new TlsSettings(
        context,
        chain,
        choices.protocols(),
        choices.cipherSuites(),
        auth.asks,
        auth.needs,
        section.flag("prefer_server_cipher_suites", true),
        choices.namedGroups());
  }

  private ClientAuth clientAuth() throws WebConfigException {
    Optional<String> name = section.text("client_auth_type");
    if (name.isEmpty()) {
      return ClientAuth.NONE;
    }
    return ClientAuth.of(name.get())
        .orElseThrow(
            () ->
                section.wrong(
                    "client_auth_type",
                    "unknown ("
                        + Shown.word(name.get())
                        + "); known are "
                        + String.join(", ", ClientAuth.names())));
  }

  private ClientTrust trust(ClientAuth auth, Optional<List<String>> names)
      throws WebConfigException, GeneralSecurityException {
    Optional<Source> source = source("client_ca");
    if (source.isPresent() && auth == ClientAuth.NONE) {
      throw section.wrong(
          source.get().key(),
          "has no effect without client_auth_type; set that to RequireAndVerifyClientCert");
    }
    if (auth == ClientAuth.NONE && names.isPresent()) {
      warnings.add("client_allowed_sans has no effect without client_auth_type");
    }
    List<X509Certificate> authorities =
        source.isPresent() ? parse(source.get(), Pem::certificates) : List.of();
    if (auth.verifies && source.isEmpty()) {
      warnings.add(
          "without client_ca_file, clients' certificates are checked against the authorities that"
              + " this JVM trusts, which are everybody's");
    }
    return new ClientTrust(
        auth.verifies ? Optional.of(verifier(authorities)) : Optional.empty(),
        authorities,
        names.map(AllowedNames::new));
  }

  private static X509ExtendedTrustManager verifier(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(authorities.isEmpty() ? null : store(authorities));
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("no trust manager"));
  }

  private static KeyStore store(List<X509Certificate> authorities) throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private <T> T parse(Source source, Parser<T> parser) throws WebConfigException {
    try {
      return parser.parse(source.text());
    } catch (BadPemException e) {
      throw section.wrong(source.key(), source.name() + " " + e.getMessage());
    }
  }

  private Source required(String key) throws WebConfigException {
    return source(key)
        .orElseThrow(
            () ->
                section.wrong(
                    "", "TLS needs a certificate and its key; add " + key + "_file or " + key));
  }

  /** What stands in the configuration itself, or in the file that it names. */
  private Optional<Source> source(String key) throws WebConfigException {
    Optional<String> inline = section.text(key);
    Optional<String> name = section.text(key + "_file");
    if (inline.isPresent() && name.isPresent()) {
      throw section.wrong(key, "is there, and " + key + "_file too; keep one of them");
    }
    if (name.isPresent()) {
      return Optional.of(fromFile(key + "_file", name.get()));
    }
    return inline.map(text -> new Source(key, text, "its text"));
  }

  private Source fromFile(String key, String name) throws WebConfigException {
    // Never repeated in a message: it may be the key itself.
    if (name.contains("-----") || name.indexOf('\n') >= 0 || name.length() > 1_000) {
      throw section.wrong(key, "must be the name of a file, not its text");
    }
    try {
      Path file = folder.resolve(name);
      return new Source(key, sources.read(file), file.toString());
    } catch (InvalidPathException e) {
      throw section.wrong(key, "is not a name that a file can have");
    } catch (Sources.UnreadableException e) {
      throw section.wrong(
          key,
          folder.resolve(name)
              + " "
              + e.getMessage()
              + "; give a PEM file, its name counted from the folder of this file");
    }
  }
}
