package org.metricbay.http.webconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BcryptHashTest {
  /** Made with the C library's crypt(); the same for all three marks. */
  private static final String EMPTY = "$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq";

  private static final String LONG = "$04$abcdefghijklmnopqrstuum2G75IXDN/xsgbNa/hCiPSKyIHQd70S";
  private static final String DIGITS = "0123456789".repeat(8);

  private static boolean matches(String hash, String password) {
    return BcryptHash.parse(hash).orElseThrow().matches(password.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"$2a", "$2b", "$2y"})
  void agreesWithTheSystemsCrypt(String mark) {
    assertThat(matches(mark + EMPTY, "")).isTrue();
    assertThat(matches(mark + EMPTY, " ")).isFalse();
    String plain = mark + "$05$abcdefghijklmnopqrstuunqv6HtGEECxQ1D7I2qe2YFLYsDuqZUS";
    assertThat(matches(plain, "metricbay")).isTrue();
    assertThat(matches(plain, "Metricbay")).isFalse();
    String accents = mark + "$04$abcdefghijklmnopqrstuuyx2n0Zzopyr9QuYTMCfOJJOj526QVoC";
    assertThat(matches(accents, "pässwörd")).isTrue();
  }

  @Test
  void longPasswordsCountWith72Bytes() {
    String of71 = "$2y$04$abcdefghijklmnopqrstuukow.iL/GuIgNNTSpCKVqIJG617.YQsi";
    assertThat(matches(of71, DIGITS.substring(0, 71))).isTrue();
    assertThat(matches(of71, DIGITS.substring(0, 72))).isFalse();
    assertThat(matches("$2y" + LONG, DIGITS.substring(0, 71))).isFalse();
    assertThat(matches("$2y" + LONG, DIGITS.substring(0, 72))).isTrue();
    assertThat(matches("$2y" + LONG, DIGITS.substring(0, 73))).isTrue();
    assertThat(matches("$2y" + LONG, DIGITS)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"03,false", "04,true", "10,true", "31,true", "32,false", "99,false", "1,false"})
  void costs(String cost, boolean good) {
    assertThat(BcryptHash.parse("$2y$" + cost + EMPTY.substring(3)).isPresent()).isEqualTo(good);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "doe", "$2x", "$2", "$1a", "2a", "$2y "})
  void otherMarksAreNone(String mark) {
    assertThat(BcryptHash.parse(mark + EMPTY)).isEmpty();
  }

  @Test
  void otherLengthsAreNone() {
    assertThat(BcryptHash.parse("$2y" + EMPTY + "x")).isEmpty();
    assertThat(BcryptHash.parse(("$2y" + EMPTY).substring(0, 59))).isEmpty();
    assertThat(BcryptHash.parse("$2y" + EMPTY + "\n")).isEmpty();
  }
}
