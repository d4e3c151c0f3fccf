package org.metricbay.http.webconfig;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;

/** The blocks of a PEM text. Whatever stands around them is ignored. */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /** One block, of a type such as CERTIFICATE. */
  static final class Block {
    private final String type;
    private final byte[] der;
    private final boolean encrypted;

    private Block(String type, byte[] der, boolean encrypted) {
      this.type = type;
      this.der = der;
      this.encrypted = encrypted;
    }

    String type() {
      return type;
    }

    byte[] der() {
      return der;
    }

    /** Whether it says so in a header of its own, as OpenSSL's older format does. */
    boolean isEncrypted() {
      return encrypted;
    }
  }

  private Pem() {}

  static List<Block> blocks(String text) throws BadPemException {
    List<Block> blocks = new ArrayList<>();
    for (Iterator<String> lines = text.lines().map(String::strip).iterator(); lines.hasNext(); ) {
      String line = lines.next();
      if (line.startsWith(BEGIN) && line.endsWith(DASHES) && line.length() > BEGIN.length() + 5) {
        String type = line.substring(BEGIN.length(), line.length() - DASHES.length());
        blocks.add(block(type, lines));
      }
    }
    return blocks;
  }

  private static Block block(String type, Iterator<String> lines) throws BadPemException {
    StringBuilder base64 = new StringBuilder();
    boolean encrypted = false;
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.equals(END + type + DASHES)) {
        return new Block(type, encrypted ? new byte[0] : decode(type, base64), encrypted);
      }
      if (line.contains(":")) {
        encrypted |= line.startsWith("Proc-Type:") && line.contains("ENCRYPTED");
      } else {
        base64.append(line);
      }
    }
    throw new BadPemException("has a PEM block without its END line; write the whole block");
  }

  private static byte[] decode(String type, StringBuilder base64) throws BadPemException {
    try {
      return Base64.getDecoder().decode(base64.toString());
    } catch (IllegalArgumentException e) {
      throw new BadPemException(
          "has a PEM block (" + Shown.word(type.replace(' ', '_')) + ") that is not Base64");
    }
  }

  /** All certificates, in their order. */
  static List<X509Certificate> certificates(String text) throws BadPemException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(text)) {
      if (block.type().equals("CERTIFICATE")) {
        certificates.add(certificate(block.der()));
      }
    }
    if (certificates.isEmpty()) {
      throw new BadPemException("has no BEGIN CERTIFICATE block; give certificates as PEM text");
    }
    return List.copyOf(certificates);
  }

  private static X509Certificate certificate(byte[] der) throws BadPemException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new BadPemException("has a certificate that is damaged; copy it again");
    }
  }
}
