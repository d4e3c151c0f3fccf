package org.metricbay.http;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The bounds of buckets and the ranks of quantiles, which are text for who queries them: as Go's
 * library writes them, and so node_exporter and all of Prometheus's own programs.
 */
final class GoNumber {
  /** Java 17 does not always find the shortest text of as many digits. */
  private static final int SURELY_SHORTEST = 15;

  private static final int LEAST_EXPONENT = -4;
  private static final int MOST_DIGITS_BEFORE_POINT = 6;

  private GoNumber() {}

  /**
   * Writes a number.
   *
   * @param open whether for OpenMetrics, which has {@code 1.0} where the text format has {@code 1}
   */
  static String of(double value, boolean open) {
    if (Double.isNaN(value)) {
      return "NaN";
    } else if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    String text = finite(shortest(value));
    return open && text.indexOf('.') < 0 && text.indexOf('e') < 0 ? text + ".0" : text;
  }

  private static BigDecimal shortest(double value) {
    BigDecimal found = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    boolean isTiny = Math.abs(value) < Double.MIN_NORMAL;
    while (found.precision() > (isTiny ? 1 : SURELY_SHORTEST)) {
      BigDecimal shorter =
          new BigDecimal(value).round(new MathContext(found.precision() - 1)).stripTrailingZeros();
      if (shorter.doubleValue() != value) {
        return found;
      }
      found = shorter;
    }
    return found;
  }

  private static String finite(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    int exponent = value.precision() - value.scale() - 1;
    if (exponent >= LEAST_EXPONENT && exponent < MOST_DIGITS_BEFORE_POINT) {
      return value.toPlainString();
    }
    String digits = value.unscaledValue().abs().toString();
    return (value.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
