package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Accepts a JAR only if every entry is signed, by one signer at least whose certificate lies in the
 * given key store and is valid now. The JAR must have been opened to verify, and read whole.
 */
final class SignatureCheck {
  /** The signature's own files, which cannot be signed themselves. */
  private static final Pattern SIGNATURE_FILE =
      Pattern.compile(
          "META-INF/(MANIFEST\\.MF|[^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]*)", Pattern.CASE_INSENSITIVE);

  private final Set<Certificate> trusted;

  private SignatureCheck(Set<Certificate> trusted) {
    this.trusted = trusted;
  }

  /**
   * Trusts all certificates of a key store. They are public, so it is opened without a password, or
   * with the one that keytool's users give to stores of certificates where it asks for one.
   */
  static SignatureCheck of(Path keyStore) throws IOException {
    Set<Certificate> trusted = certificates(keyStore, null);
    if (trusted.isEmpty()) {
      trusted = certificates(keyStore, "changeit".toCharArray());
    }
    if (trusted.isEmpty()) {
      throw new IOException(
          "key store "
              + keyStore
              + " holds no certificate that can be read: make it with keytool -importcert and"
              + " -storepass changeit");
    }
    return new SignatureCheck(trusted);
  }

  private static Set<Certificate> certificates(Path keyStore, char @Nullable [] password)
      throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(keyStore.toFile(), password);
      Set<Certificate> certificates = new HashSet<>();
      for (String alias : Collections.list(store.aliases())) {
        Certificate certificate = store.getCertificate(alias);
        if (certificate != null) {
          certificates.add(certificate);
        }
      }
      return certificates;
    } catch (IOException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        return Set.of(); // It has another password.
      }
      throw new IOException("key store " + keyStore + " cannot be read: " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new IOException("key store " + keyStore + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Why the JAR is not to be trusted; empty if it is. */
  Optional<String> objection(JarFile jar) {
    for (JarEntry entry : Collections.list(jar.entries())) {
      if (entry.isDirectory() || SIGNATURE_FILE.matcher(entry.getName()).matches()) {
        continue;
      }
      CodeSigner[] signers = entry.getCodeSigners();
      if (signers == null || signers.length == 0) {
        return Optional.of("is not signed whole: " + entry.getName() + " has no signature");
      }
      Optional<String> objection = objection(signers);
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  private Optional<String> objection(CodeSigner[] signers) {
    Optional<String> objection = Optional.empty();
    for (CodeSigner signer : signers) {
      X509Certificate certificate =
          (X509Certificate) signer.getSignerCertPath().getCertificates().get(0);
      objection = objection(certificate);
      if (objection.isEmpty()) {
        return objection;
      }
    }
    return objection;
  }

  private Optional<String> objection(X509Certificate certificate) {
    String subject = certificate.getSubjectX500Principal().getName();
    if (!trusted.contains(certificate)) {
      return Optional.of("is signed by " + subject + ", whose key is not in the key store");
    }
    try {
      certificate.checkValidity(Date.from(Instant.now()));
      return Optional.empty();
    } catch (CertificateException e) {
      return Optional.of("is signed by " + subject + ", whose certificate is not valid now");
    }
  }
}
