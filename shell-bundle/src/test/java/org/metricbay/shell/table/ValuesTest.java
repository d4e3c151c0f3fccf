package org.metricbay.shell.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "42, 42",
    "-7, -7",
    "0.30000000000000004, 0.3",
    "0.123456789012345, 0.123456789012",
    "1234567.89, 1234567.89",
    "274877906944, 274877906944",
    "9007199254740993, 9.00719925474E+15",
    "0.000001, 0.000001",
    "1.5e-9, 1.5E-9",
    "1e300, 1E+300",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf"
  })
  void areShortAndExactEnough(double value, String text) {
    assertThat(Values.number(value)).isEqualTo(text);
  }
}
