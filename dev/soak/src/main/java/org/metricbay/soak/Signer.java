package org.metricbay.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPath;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/** Somebody with a key, who signs JARs. */
final class Signer {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final String name;
  private final PrivateKey key;
  private final CertPath certificates;

  private Signer(Path folder, String name) throws IOException, GeneralSecurityException {
    this.folder = folder;
    this.name = name;
    KeyStore store = KeyStore.getInstance(store(folder, name).toFile(), PASSWORD);
    key = (PrivateKey) store.getKey(name, PASSWORD);
    certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertPath(List.of(store.getCertificateChain(name)));
  }

  /** Makes a new key, in a store of this name in the folder. */
  static Signer in(Path folder, String name) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-alias",
            name,
            "-dname",
            "CN=" + name,
            "-validity",
            "365",
            "-storepass",
            String.valueOf(PASSWORD),
            "-keystore",
            store(folder, name).toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
    try {
      return new Signer(folder, name);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static Path store(Path folder, String name) {
    return folder.resolve(name + ".p12");
  }

  Path store() {
    return store(folder, name);
  }

  byte[] sign(byte[] jar) throws IOException {
    Path file = Files.write(folder.resolve("unsigned.jar"), jar);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new JarSigner.Builder(key, certificates).signerName(name).build().sign(zip, out);
      return out.toByteArray();
    }
  }
}
