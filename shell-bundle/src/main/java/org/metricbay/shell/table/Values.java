package org.metricbay.shell.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people like to read them. */
final class Values {
  /** Enough to tell a byte in 10 GB, and few enough to hide what binary fractions add. */
  private static final MathContext DIGITS = new MathContext(12);

  private static final double WHOLE_BELOW = 1e15;
  private static final double SMALL = 1e-6;

  private Values() {}

  /** Whole numbers in full; others with up to 12 digits. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == Math.rint(value) && Math.abs(value) < WHOLE_BELOW) {
      return Long.toString((long) value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    boolean plain = Math.abs(value) >= SMALL && Math.abs(value) < WHOLE_BELOW;
    return plain ? rounded.toPlainString() : rounded.toString();
  }

  static String milliseconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }
}
