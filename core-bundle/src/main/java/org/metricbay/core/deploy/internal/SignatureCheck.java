package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Accepts a JAR only if one signer whose certificate lies in the given key store, and is valid now,
 * has signed every entry and the manifest, and nothing that he has signed is missing.
 */
final class SignatureCheck {
  private static final int BUFFER = 16 * 1024;

  private static final int MOST_SIGNATURES = 8;

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
  Optional<String> objection(JarBytes jar) throws BadJarException {
    SignatureFiles files = SignatureFiles.of(jar.entries());
    Optional<PackedEntry> similar =
        files.others().stream()
            .filter(entry -> SignatureFiles.looksLikeOne(entry.name()))
            .findFirst();
    if (similar.isPresent()) {
      return Optional.of(noSignature(similar.get().name()));
    }
    if (files.pairs().size() > MOST_SIGNATURES) {
      return Optional.of("has more than " + MOST_SIGNATURES + " signatures: sign it anew");
    }
    Optional<String> objection = Optional.of("is not signed whole: it holds no signature");
    for (SignatureFiles.Pair signature : files.pairs()) {
      Optional<String> found = objection(jar, signature, files.others());
      if (found.isEmpty()) {
        return found;
      }
      objection = found;
    }
    return objection;
  }

  /**
   * By this signature alone, so that one signer answers for all. The JDK reads the JAR in its one
   * form, in which it cannot find anything else than we do.
   */
  private Optional<String> objection(
      JarBytes jar, SignatureFiles.Pair signature, List<PackedEntry> others)
      throws BadJarException {
    Optional<PackedEntry> manifest =
        jar.entries().stream().filter(PackedEntry::isManifest).findFirst();
    if (manifest.isEmpty() || others.isEmpty()) {
      return Optional.of("is not signed whole: it holds nothing that is signed");
    }
    List<PackedEntry> inOrder =
        new ArrayList<>(List.of(manifest.get(), signature.text(), signature.block()));
    others.stream().filter(entry -> !isIndex(entry)).forEach(inOrder::add);
    others.stream().filter(SignatureCheck::isIndex).forEach(inOrder::add);
    byte[] headers = jar.unpacked(manifest.get());
    byte[] signed = jar.unpacked(signature.text());
    if (!isReadInOneWay(headers) || !isReadInOneWay(signed)) {
      return Optional.of(unreadable(signature));
    }
    try {
      Optional<String> objection = verify(InstalledJar.of(jar.bytes(), inOrder), others.size());
      return objection.isPresent() ? objection : SignedManifest.objection(signed, headers, others);
    } catch (SecurityException e) {
      return Optional.of(
          "has been changed since it was signed: " + BadJarException.shown("" + e.getMessage()));
    } catch (IOException | RuntimeException e) {
      return Optional.of(unreadable(signature));
    }
  }

  private static boolean isReadInOneWay(byte[] manifest) {
    try {
      return !ManifestText.sections(manifest).isEmpty();
    } catch (BadJarException e) {
      return false;
    }
  }

  private static String unreadable(SignatureFiles.Pair signature) {
    return "has a signature that cannot be read, "
        + signature.block().name()
        + ": sign it anew with jarsigner";
  }

  /** The JDK does not verify it where it expects signatures. */
  private static boolean isIndex(PackedEntry entry) {
    return entry.name().equalsIgnoreCase("META-INF/INDEX.LIST");
  }

  /** Has the JDK read so many entries, beside the signature's own, and say who signed them. */
  private Optional<String> verify(InputStream bytes, int count) throws IOException {
    try (JarInputStream jar = new JarInputStream(bytes, true)) {
      byte[] buffer = new byte[BUFFER];
      int verified = 0;
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        while (jar.read(buffer) >= 0) {
          if (Thread.currentThread().isInterrupted()) {
            return Optional.of("was not verified to its end, as that took too long");
          }
        }
        if (!SignatureFiles.looksLikeOne(entry.getName())) {
          Optional<String> objection = objection(entry);
          if (objection.isPresent()) {
            return objection;
          }
          verified++;
        }
      }
      return verified == count
          ? Optional.empty()
          : Optional.of("is not signed whole: the JDK does not find all of it");
    }
  }

  private Optional<String> objection(JarEntry entry) {
    CodeSigner[] signers = entry.getCodeSigners();
    return signers == null || signers.length == 0
        ? Optional.of(noSignature(entry.getName()))
        : objection(signers);
  }

  private static String noSignature(String name) {
    return "is not signed whole: " + BadJarException.shown(name) + " has no signature";
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
    String subject = BadJarException.shown(certificate.getSubjectX500Principal().getName());
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
