package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class FieldReaderTest {
  private static FieldReader line(String text) {
    FieldReader reader = new FieldReader(text);
    assertThat(reader.nextLine()).isTrue();
    return reader;
  }

  @Test
  void walksThroughLinesAndFields() {
    FieldReader reader = new FieldReader("\n  a 1\t2 \n \nb\n");
    assertThat(reader.nextLine()).isTrue();
    assertThat(reader.next()).isEqualTo("a");
    assertThat(reader.number()).isEqualTo(1);
    reader.skip();
    assertThat(reader.hasNext()).isFalse();
    assertThat(reader.nextLine()).isTrue();
    assertThat(reader.next()).isEqualTo("b");
    assertThat(reader.nextLine()).isFalse();
    assertThat(reader.nextLine()).isFalse();
  }

  @Test
  void doesNotNeedANewlineAtTheEnd() {
    assertThat(line("x 7").rest()).isEqualTo("x 7");
  }

  @Test
  void readsNumbersOfEveryShape() {
    FieldReader reader =
        line("0 0.21 -3 9007199254740993 9223372036854775808 18446744073709551615 1e3");
    assertThat(reader.number()).isZero();
    assertThat(reader.number()).isEqualTo(0.21);
    assertThat(reader.number()).isEqualTo(-3);
    assertThat(reader.number()).isEqualTo(9007199254740992.0);
    assertThat(reader.number()).isEqualTo(0x1p63);
    assertThat(reader.number()).isEqualTo(0x1p64);
    assertThat(reader.number()).isEqualTo(1000);
  }

  @Test
  void takesNothingElseForANumber() {
    for (String text :
        List.of("NaN", "Infinity", "1d", "0x1p3", "1e400", "-", "--1", "1_000", "\u0661", "1\0")) {
      assertThatThrownBy(() -> line(text).number())
          .as(text)
          .isInstanceOf(NumberFormatException.class);
    }
  }

  @Test
  void readsAsManyNumbersAsThereAre() {
    FieldReader reader = line("a 1 2 3");
    reader.skip();
    double[] numbers = new double[4];
    assertThat(reader.numbers(numbers)).isEqualTo(3);
    assertThat(numbers).containsExactly(1, 2, 3, 0);
    line("1 2").allNumbers(new double[2]);
    for (int other : new int[] {1, 3}) {
      assertThatThrownBy(() -> line("1 2").allNumbers(new double[other]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("there are not " + other + " numbers in line: 1 2");
    }
  }

  @Test
  void readsUnsignedNumbersAndNothingElse() {
    assertThat(FieldReader.unsigned("18446744073709549569")).hasValue(0x1p64 - 2048);
    assertThat(FieldReader.unsigned("42")).hasValue(42);
    assertThat(FieldReader.unsigned("-1")).isEmpty();
    assertThat(FieldReader.unsigned("<unknown>")).isEmpty();
    assertThat(FieldReader.unsigned("")).isEmpty();
  }

  @Test
  void readsHexadecimalNumbers() {
    FieldReader reader = line("000dfb82 ffffffffffffffff 0x1");
    assertThat(reader.hex()).isEqualTo(0xdfb82);
    assertThat(reader.hex()).isEqualTo(0x1p64);
    assertThatThrownBy(reader::hex)
        .hasMessage("\"0x1\" is not a hexadecimal number, in line: 000dfb82 ffffffffffffffff 0x1");
  }

  @Test
  void splitsAtADelimiter() {
    FieldReader reader = line("model name\t: A: B \nflags\t:\nbare\n");
    assertThat(reader.until(':')).isEqualTo("model name");
    assertThat(reader.rest()).isEqualTo("A: B ");
    reader.nextLine();
    assertThat(reader.until(':')).isEqualTo("flags");
    assertThat(reader.rest()).isEmpty();
    reader.nextLine();
    assertThat(reader.until(':')).isEqualTo("bare");
    assertThat(reader.rest()).isEmpty();
  }

  @Test
  void looksAheadWithinTheLine() {
    FieldReader reader = line("cpu\n0");
    assertThat(reader.startsWith("cp")).isTrue();
    assertThat(reader.startsWith("cpu\n0")).isFalse();
    assertThat(reader.next()).isEqualTo("cpu");
  }

  @Test
  void saysWhatIsWrongAndWhere() {
    assertThatThrownBy(() -> new FieldReader("a").next())
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("nextLine()");
    FieldReader reader = line("a b");
    reader.skip();
    assertThatThrownBy(reader::number).hasMessage("\"b\" is not a number, in line: a b");
    assertThatThrownBy(reader::next).hasMessage("a field is missing in line: a b");
  }

  @Test
  void readsHexadecimalNumbersUpToADelimiter() {
    FieldReader reader = line("  0000000A:ff ffffffffffffffff 00000000000000000001 g");
    assertThat(reader.hex(':')).isEqualTo(10);
    assertThat(reader.hex()).isEqualTo(255);
    assertThat(reader.hex()).isEqualTo(0x1p64);
    assertThat(reader.hex()).isEqualTo(1);
    assertThatThrownBy(reader::hex)
        .isInstanceOf(NumberFormatException.class)
        .hasMessageContaining("\"g\" is not a hexadecimal number");
    assertThatThrownBy(() -> line("1 2").hex(':')).isInstanceOf(NumberFormatException.class);
  }

  @Test
  void aLineThatCannotBeReadCostsItself() {
    List<Double> numbers = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    new FieldReader("a 1\nb\n  c x\nd 4\n")
        .eachLine(
            "some file",
            each -> {
              each.skip();
              numbers.add(each.number());
            },
            (what, why) -> unreadable.add(what + " " + why));
    assertThat(numbers).containsExactly(1.0, 4.0);
    assertThat(unreadable)
        .containsExactly(
            "line \"b\" of some file cannot be read: a field is missing in line: b",
            "line \"c\" of some file cannot be read: \"x\" is not a number, in line:   c x");
  }

  @Test
  void aFileOfWhichNoLineCanBeReadIsNone() {
    assertThatThrownBy(
            () ->
                new FieldReader("a\nb\n")
                    .eachLine("some file", FieldReader::number, (what, why) -> {}))
        .isInstanceOf(NumberFormatException.class)
        .hasMessageContaining("\"a\" is not a number");
    new FieldReader("").eachLine("some file", FieldReader::number, (what, why) -> {});
  }

  @Test
  void keepsTextThatIsNotAscii() {
    FieldReader reader = line("größe: ä€ 😀 7");
    assertThat(reader.until(':')).isEqualTo("größe");
    assertThat(reader.next()).isEqualTo("ä€");
    assertThat(reader.rest()).isEqualTo("😀 7");
  }
}
