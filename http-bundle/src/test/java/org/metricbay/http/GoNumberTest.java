package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GoNumberTest {
  /** What strconv.FormatFloat(x, 'g', -1, 64) gives. */
  private static final Map<Double, String> GO =
      Map.ofEntries(
          Map.entry(0.0, "0"),
          Map.entry(1.0, "1"),
          Map.entry(-1.0, "-1"),
          Map.entry(0.005, "0.005"),
          Map.entry(0.0001, "0.0001"),
          Map.entry(0.00001, "1e-05"),
          Map.entry(-1.5e-7, "-1.5e-07"),
          Map.entry(100000.0, "100000"),
          Map.entry(123456.75, "123456.75"),
          Map.entry(1e6, "1e+06"),
          Map.entry(1234567.0, "1.234567e+06"),
          Map.entry(1e22, "1e+22"),
          Map.entry(1.7976931348623157e308, "1.7976931348623157e+308"),
          Map.entry(Double.MIN_VALUE, "5e-324"));

  @Test
  void writesWhatGoWrites() {
    GO.forEach((value, text) -> assertThat(GoNumber.of(value, false)).isEqualTo(text));
    assertThat(GoNumber.of(Double.POSITIVE_INFINITY, false)).isEqualTo("+Inf");
    assertThat(GoNumber.of(Double.NEGATIVE_INFINITY, true)).isEqualTo("-Inf");
    assertThat(GoNumber.of(Double.NaN, true)).isEqualTo("NaN");
    assertThat(GoNumber.of(2, true)).isEqualTo("2.0");
    assertThat(GoNumber.of(1e6, true)).isEqualTo("1e+06");
  }

  /** On a page the usual ones are written in another way, which must not be another text. */
  @Test
  void isWrittenInOneWay() {
    long seed = Long.getLong("metricbay.test.seed", 21);
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      double decimals = Math.pow(10, random.nextInt(10));
      double value = Math.round(random.nextGaussian() * 1e3 * decimals) / decimals;
      double bound = random.nextInt(4) == 0 ? Math.scalb(value, random.nextInt(100) - 50) : value;
      for (boolean open : new boolean[] {false, true}) {
        PageText text = new PageText(1);
        assertThat(text.bound(bound, open))
            .as("-Dmetricbay.test.seed=%s", seed)
            .hasToString(GoNumber.of(bound, open));
        assertThat(Double.parseDouble(text.toString())).isEqualTo(bound);
      }
    }
  }
}
