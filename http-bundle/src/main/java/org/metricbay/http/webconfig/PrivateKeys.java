package org.metricbay.http.webconfig;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Private keys as OpenSSL writes them: PKCS#8, PKCS#1 for RSA, SEC1 for elliptic curves. */
final class PrivateKeys {
  private static final String RSA_OID = "2a864886f70d010101";
  private static final String EC_OID = "2a8648ce3d0201";

  /** What the JDK calls the algorithms that a PKCS#8 key may name. */
  private static final Map<String, String> ALGORITHMS =
      Map.of(RSA_OID, "RSA", EC_OID, "EC", "2b6570", "Ed25519");

  private PrivateKeys() {}

  /** The first private key of a text. */
  static PrivateKey read(String text) throws BadPemException {
    Optional<byte[]> curve = Optional.empty();
    for (Pem.Block block : Pem.blocks(text)) {
      if (block.type().equals("EC PARAMETERS")) {
        curve = Optional.of(block.der());
      } else if (block.isEncrypted() || block.type().equals("ENCRYPTED PRIVATE KEY")) {
        throw new BadPemException(
            "has an encrypted key, which nobody could open at the start; decrypt it, for example"
                + " with \"openssl pkey\"");
      } else if (block.type().equals("PRIVATE KEY")) {
        return fromPkcs8(block.der());
      } else if (block.type().equals("RSA PRIVATE KEY")) {
        return fromPkcs8(wrapped(oid(RSA_OID), Der.element(Der.NULL), block.der()));
      } else if (block.type().equals("EC PRIVATE KEY")) {
        return fromPkcs8(wrapped(oid(EC_OID), curveOf(block.der(), curve), block.der()));
      } else if (block.type().endsWith("PRIVATE KEY")) {
        throw new BadPemException(
            "has a key of a kind that TLS does not use here; give an RSA, EC or Ed25519 key");
      }
    }
    throw new BadPemException("has no BEGIN PRIVATE KEY block; give the key as PEM text");
  }

  private static byte[] oid(String hex) {
    return Der.element(Der.OID, HexFormat.of().parseHex(hex));
  }

  private static byte[] wrapped(byte[] algorithm, byte[] parameters, byte[] key) {
    return Der.element(
        Der.SEQUENCE,
        Der.element(Der.INTEGER, new byte[] {0}),
        Der.element(Der.SEQUENCE, algorithm, parameters),
        Der.element(Der.OCTETS, key));
  }

  /** The curve stands within the key, or else in the block before it. */
  private static byte[] curveOf(byte[] sec1, Optional<byte[]> before) throws BadPemException {
    Optional<Der> key = new Der(sec1).next(Der.SEQUENCE).map(Der.Element::inside);
    if (key.isEmpty()
        || key.get().next(Der.INTEGER).isEmpty()
        || key.get().next(Der.OCTETS).isEmpty()) {
      throw damaged();
    }
    return key.get()
        .next(Der.EXPLICIT_0)
        .map(Der.Element::content)
        .or(() -> before)
        .orElseThrow(
            () ->
                new BadPemException(
                    "has an EC key that does not name its curve; write it as PKCS#8, for example"
                        + " with \"openssl pkey\""));
  }

  private static PrivateKey fromPkcs8(byte[] der) throws BadPemException {
    String oid =
        new Der(der)
            .next(Der.SEQUENCE)
            .map(Der.Element::inside)
            .filter(key -> key.next(Der.INTEGER).isPresent())
            .flatMap(key -> key.next(Der.SEQUENCE))
            .flatMap(algorithm -> algorithm.inside().next(Der.OID))
            .map(found -> HexFormat.of().formatHex(found.content()))
            .orElseThrow(PrivateKeys::damaged);
    String algorithm = ALGORITHMS.get(oid);
    if (algorithm == null) {
      throw new BadPemException("has a key that is neither RSA, EC nor Ed25519; give one of those");
    }
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | RuntimeException e) {
      // The JDK's parsers of keys have thrown unchecked exceptions at damaged ones.
      throw damaged();
    }
  }

  private static BadPemException damaged() {
    return new BadPemException(
        "has a key that is damaged or of a curve that this JVM does not have; give an RSA, EC"
            + " (P-256, P-384, P-521) or Ed25519 key");
  }

  /** Whether what the one signs the other accepts. */
  static boolean belongTogether(PrivateKey key, PublicKey certified) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "Ed25519";
        };
    byte[] sample = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
