package org.metricbay.http.webconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {
  private static final Map<String, String> CURVES =
      Map.of("EC", "2a8648ce3d030107", "EC384", "2b81040022", "EC521", "2b81040023");

  /** What PKCS#8 stands around: PKCS#1 or SEC1. */
  private static byte[] inner(PrivateKey key) {
    Der der = new Der(key.getEncoded()).next(Der.SEQUENCE).orElseThrow().inside();
    assertThat(der.next(Der.INTEGER)).isPresent();
    assertThat(der.next(Der.SEQUENCE)).isPresent();
    return der.next(Der.OCTETS).orElseThrow().content();
  }

  private static byte[] curve(String algorithm) {
    return Der.element(Der.OID, HexFormat.of().parseHex(CURVES.getOrDefault(algorithm, "")));
  }

  private static void reads(String text, KeyPair expected) throws BadPemException {
    PrivateKey key = PrivateKeys.read(text);
    assertThat(PrivateKeys.belongTogether(key, expected.getPublic())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "EC384", "EC521", "Ed25519"})
  void pkcs8(String algorithm) throws GeneralSecurityException, BadPemException {
    KeyPair keys = TestCertificate.keys(algorithm);
    String pem = TestCertificate.pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    reads(pem, keys);
    reads("Bag Attributes\n  friendlyName: x\n" + pem.replace("\n", "\r\n") + "more", keys);
    reads(pem.indent(4), keys);
    KeyPair others = TestCertificate.keys(algorithm);
    assertThat(PrivateKeys.belongTogether(keys.getPrivate(), others.getPublic())).isFalse();
  }

  @Test
  void pkcs1() throws GeneralSecurityException, BadPemException {
    KeyPair keys = TestCertificate.keys("RSA");
    reads(TestCertificate.pem("RSA PRIVATE KEY", inner(keys.getPrivate())), keys);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "EC384", "EC521"})
  void sec1(String algorithm) throws GeneralSecurityException, BadPemException {
    KeyPair keys = TestCertificate.keys(algorithm);
    Der sec1 = new Der(inner(keys.getPrivate())).next(Der.SEQUENCE).orElseThrow().inside();
    assertThat(sec1.next(Der.INTEGER)).isPresent();
    byte[] number = Der.element(Der.OCTETS, sec1.next(Der.OCTETS).orElseThrow().content());
    byte[] version = Der.element(Der.INTEGER, new byte[] {1});
    String bare = TestCertificate.pem("EC PRIVATE KEY", Der.element(Der.SEQUENCE, version, number));
    byte[] named = Der.element(Der.EXPLICIT_0, curve(algorithm));
    String whole =
        TestCertificate.pem("EC PRIVATE KEY", Der.element(Der.SEQUENCE, version, number, named));
    String parameters = TestCertificate.pem("EC PARAMETERS", curve(algorithm));
    reads(whole, keys);
    reads(parameters + whole, keys);
    reads(parameters + bare, keys);
    assertThatThrownBy(() -> PrivateKeys.read(bare)).hasMessageContaining("name its curve");
  }

  @Test
  void refusesWhatItCannotOpen() throws GeneralSecurityException {
    String key = TestCertificate.pem("ENCRYPTED PRIVATE KEY", new byte[] {1});
    assertThatThrownBy(() -> PrivateKeys.read(key)).hasMessageContaining("encrypted");
    String older =
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,00

        AAAA
        -----END RSA PRIVATE KEY-----
        """;
    assertThatThrownBy(() -> PrivateKeys.read(older)).hasMessageContaining("encrypted");
    KeyPair exchange = TestCertificate.keys("X25519");
    String wrongKind = TestCertificate.pem("PRIVATE KEY", exchange.getPrivate().getEncoded());
    assertThatThrownBy(() -> PrivateKeys.read(wrongKind)).hasMessageContaining("neither RSA");
    String ssh = TestCertificate.pem("OPENSSH PRIVATE KEY", new byte[] {1});
    assertThatThrownBy(() -> PrivateKeys.read(ssh)).hasMessageContaining("does not use");
    assertThatThrownBy(() -> PrivateKeys.read("")).hasMessageContaining("no BEGIN PRIVATE KEY");
    assertThatThrownBy(() -> PrivateKeys.read("-----BEGIN PRIVATE KEY-----\nAA"))
        .hasMessageContaining("without its END");
    assertThatThrownBy(() -> PrivateKeys.read(key.replace("AQ==", "A*").replace("ENCRYPTED ", "")))
        .hasMessageContaining("not Base64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void damagedKeysGiveOneKindOfException(String algorithm) throws GeneralSecurityException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] good = TestCertificate.keys(algorithm).getPrivate().getEncoded();
    for (int i = 0; i < 200; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(1, good.length + 1));
      bad[random.nextInt(bad.length)] ^= (byte) random.nextInt(1, 256);
      String text = TestCertificate.pem("PRIVATE KEY", bad);
      try {
        assertThat(PrivateKeys.read(text)).isNotNull();
      } catch (BadPemException e) {
        assertThat(e.getMessage()).as("seed %d, round %d", seed, i).isNotBlank();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
  }
}
