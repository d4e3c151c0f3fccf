package org.metricbay.http.webconfig;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** A certificate and its key, made here: the JDK cannot sign certificates by its public API. */
record TestCertificate(X509Certificate certificate, KeyPair keys) {
  static final String CLIENT_AUTH = "2b06010505070302";
  static final String SERVER_AUTH = "2b06010505070301";

  private static final int SET_0 = 0xA0;
  private static final int SET_3 = 0xA3;

  /** What a certificate is to say. */
  static final class Wish {
    private final String name;
    private String algorithm = "EC";
    private Optional<TestCertificate> issuer = Optional.empty();
    private final List<byte[]> names = new ArrayList<>();
    private final List<byte[]> extensions = new ArrayList<>();
    private String until = "400101000000Z";

    Wish(String name) {
      this.name = name;
    }

    Wish with(String algorithm) {
      this.algorithm = algorithm;
      return this;
    }

    Wish by(TestCertificate issuer) {
      this.issuer = Optional.of(issuer);
      return this;
    }

    Wish dns(String value) {
      return name(0x82, value.getBytes(StandardCharsets.US_ASCII));
    }

    Wish email(String value) {
      return name(0x81, value.getBytes(StandardCharsets.US_ASCII));
    }

    Wish uri(String value) {
      return name(0x86, value.getBytes(StandardCharsets.US_ASCII));
    }

    Wish ip(String hex) {
      return name(0x87, HexFormat.of().parseHex(hex));
    }

    private Wish name(int tag, byte[] value) {
      names.add(Der.element(tag, value));
      return this;
    }

    Wish authority() {
      byte[] yes = Der.element(0x01, new byte[] {(byte) 0xFF});
      extensions.add(extension("551d13", Der.element(Der.SEQUENCE, yes)));
      return this;
    }

    Wish purpose(String oid) {
      extensions.add(extension("551d25", Der.element(Der.SEQUENCE, oid(oid))));
      return this;
    }

    Wish expired() {
      until = "210101000000Z";
      return this;
    }

    TestCertificate make() throws GeneralSecurityException {
      KeyPair keys = keys(algorithm);
      return new TestCertificate(sign(keys), keys);
    }

    private X509Certificate sign(KeyPair keys) throws GeneralSecurityException {
      if (!names.isEmpty()) {
        byte[] all = Der.element(Der.SEQUENCE, names.toArray(new byte[0][]));
        extensions.add(extension("551d11", all));
      }
      KeyPair signer = issuer.map(TestCertificate::keys).orElse(keys);
      byte[] signature = signatureAlgorithm(signer);
      byte[] content =
          Der.element(
              Der.SEQUENCE,
              Der.element(SET_0, Der.element(Der.INTEGER, new byte[] {2})),
              Der.element(Der.INTEGER, BigInteger.valueOf(System.nanoTime()).abs().toByteArray()),
              signature,
              issuer
                  .map(by -> by.certificate().getSubjectX500Principal())
                  .orElse(new X500Principal("CN=" + name))
                  .getEncoded(),
              Der.element(Der.SEQUENCE, time("200101000000Z"), time(until)),
              new X500Principal("CN=" + name).getEncoded(),
              keys.getPublic().getEncoded(),
              extensions.isEmpty()
                  ? new byte[0]
                  : Der.element(
                      SET_3, Der.element(Der.SEQUENCE, extensions.toArray(new byte[0][]))));
      Signature signing = Signature.getInstance(signatureName(signer));
      signing.initSign(signer.getPrivate());
      signing.update(content);
      byte[] bits = Der.element(0x03, new byte[] {0}, signing.sign());
      byte[] der = Der.element(Der.SEQUENCE, content, signature, bits);
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    }
  }

  static KeyPair keys(String algorithm) throws GeneralSecurityException {
    if (algorithm.startsWith("EC")) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      String curve = algorithm.equals("EC") ? "secp256r1" : "secp" + algorithm.substring(2) + "r1";
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("RSA")) {
      generator.initialize(2048);
    }
    return generator.generateKeyPair();
  }

  private static byte[] oid(String hex) {
    return Der.element(Der.OID, HexFormat.of().parseHex(hex));
  }

  private static byte[] extension(String oid, byte[] value) {
    return Der.element(Der.SEQUENCE, oid(oid), Der.element(Der.OCTETS, value));
  }

  private static byte[] time(String text) {
    return Der.element(0x17, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String signatureName(KeyPair signer) {
    return switch (signer.getPrivate().getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> "Ed25519";
    };
  }

  private static byte[] signatureAlgorithm(KeyPair signer) {
    return switch (signer.getPrivate().getAlgorithm()) {
      case "RSA" -> Der.element(Der.SEQUENCE, oid("2a864886f70d01010b"), Der.element(Der.NULL));
      case "EC" -> Der.element(Der.SEQUENCE, oid("2a8648ce3d040302"));
      default -> Der.element(Der.SEQUENCE, oid("2b6570"));
    };
  }

  String certificatePem() throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  String keyPem() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  static String pem(String type, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }
}
