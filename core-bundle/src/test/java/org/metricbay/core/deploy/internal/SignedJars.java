package org.metricbay.core.deploy.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPath;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import jdk.security.jarsigner.JarSigner;
import org.metricbay.core.testlib.Marked;

/** Makes keys, and JARs that they sign. */
final class SignedJars {
  static final String GOOD = "MARK-0000";
  static final String EVIL = "MARK-6666";

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;

  SignedJars(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    key("trusted");
    key("other");
  }

  /** The key store with a key of this name. */
  Path store(String name) {
    return folder.resolve(name + ".p12");
  }

  private void key(String name) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "RSA", // Quick to verify, of which there is a lot.
            "-alias",
            name,
            "-dname",
            "CN=" + name,
            "-validity",
            "365",
            "-storepass",
            "changeit",
            "-keystore",
            store(name).toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }

  byte[] sign(byte[] jar, String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(store(name).toFile(), PASSWORD);
    PrivateKey key = (PrivateKey) store.getKey(name, PASSWORD);
    CertPath path =
        CertificateFactory.getInstance("X.509")
            .generateCertPath(List.of(store.getCertificateChain(name)));
    Path file = Files.write(folder.resolve("unsigned.jar"), jar);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new JarSigner.Builder(key, path).signerName(name.substring(0, 5)).build().sign(zip, out);
      return out.toByteArray();
    }
  }

  /** The class file of {@link Marked}, with another mark. */
  static byte[] marked(String mark) throws IOException {
    String path = Marked.class.getName().replace('.', '/') + ".class";
    try (InputStream in =
        Objects.requireNonNull(SignedJars.class.getClassLoader().getResourceAsStream(path))) {
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return text.replace(GOOD, mark).getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** What a stream reader finds in a JAR that nobody has tampered with. */
  static Map<String, byte[]> entries(byte[] jar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }
}
