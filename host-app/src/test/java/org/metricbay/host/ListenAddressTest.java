package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenAddressTest {
  private static final int CASES = 20_000;

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8000,        127.0.0.1:8000",
    "[::1]:8000,            [::1]:8000",
    "[fe80::1%eth0.7]:1,    [fe80::1%eth0.7]:1",
    "[::ffff:192.0.2.1]:1,  [::ffff:192.0.2.1]:1",
    ":9100,                 *:9100",
    "*:9100,                *:9100",
    "LocalHost:0,           localhost:0",
    "my_host-1.Example:065, my_host-1.example:65",
    "0.0.0.0:65535,         0.0.0.0:65535",
  })
  void takes(String text, String same) {
    assertThat(ListenAddress.of(text).orElseThrow()).hasToString(same);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "8000",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:http",
        "127.0.0.1:+80",
        "127.0.0.1:-1",
        "127.0.0.1:65536",
        "127.0.0.1:000080",
        "127.0.0.1:\u0661",
        "127.0.0.256:1",
        "127.0.0.01:1",
        "127.1:1",
        "2130706433:1",
        "1.2.3.4.5:1",
        "::1:8000",
        "::1",
        "[::1]",
        "[::1]8000",
        "[::1:8000",
        "::1]:8000",
        "[127.0.0.1]:1",
        "[localhost]:1",
        "[*]:1",
        "[]:1",
        "[::g]:1",
        "[1:2:3]:1",
        "[::1%]:1",
        "[::1%a b]:1",
        "http://a:1",
        "a/b:1",
        "-a:1",
        "a-:1",
        "a..b:1",
        ".a:1",
        "a b:1",
        "\u00e4:1",
        "**:1",
      })
  void refuses(String text) {
    assertThat(ListenAddress.of(text)).isEmpty();
  }

  @Test
  void theLongestNameHas253Characters() {
    String label = "a".repeat(63);
    String name = String.join(".", label, label, label, "a".repeat(61));
    assertThat(ListenAddress.of(name + ":1")).isPresent();
    assertThat(ListenAddress.of(name + "a:1")).isEmpty();
    assertThat(ListenAddress.of(label + "a:1")).isEmpty();
  }

  private static final class Cases {
    private final Random random;

    Cases(long seed) {
      random = new Random(seed);
    }

    int below(int bound) {
      return random.nextInt(bound);
    }

    private String chars(String of, int most) {
      return random
          .ints(1 + below(most), 0, of.length())
          .mapToObj(at -> of.substring(at, at + 1))
          .collect(Collectors.joining());
    }

    private String joined(int count, String delimiter, Supplier<String> part) {
      return IntStream.range(0, count)
          .mapToObj(i -> part.get())
          .collect(Collectors.joining(delimiter));
    }

    private String ipv6() {
      Supplier<String> group = () -> Integer.toHexString(below(1 << 16));
      return switch (below(3)) {
        case 0 -> joined(8, ":", group);
        case 1 -> "::" + joined(1 + below(6), ":", group);
        default -> joined(1 + below(3), ":", group) + "::" + joined(1 + below(3), ":", group);
      };
    }

    private String name() {
      Supplier<String> label = () -> chars("abcdefghijklmnopqrstuvwxyz0123456789_", 20);
      String before = below(2) == 0 ? "" : joined(1 + below(4), ".", label) + ".";
      return before + "x" + label.get();
    }

    /** As {@code toString} writes it. */
    String valid() {
      String host =
          switch (below(4)) {
            case 0 -> joined(4, ".", () -> Integer.toString(below(256)));
            case 1 -> "[" + ipv6() + "]";
            case 2 -> name();
            default -> "*";
          };
      return host + ":" + below(65536);
    }

    /** A valid one with something in it that no address has, or without something it needs. */
    String malformed() {
      String valid = valid();
      int colon = valid.lastIndexOf(':');
      int at = below(valid.length() + 1);
      return switch (below(5)) {
        case 0 -> valid.substring(0, colon);
        case 1 -> valid.substring(0, colon + 1);
        case 2 -> valid.substring(0, colon + 1) + (65536 + below(1 << 20));
        case 3 -> "[" + valid;
        // Blanks around it would do no harm.
        default ->
            valid.substring(0, at) + chars("!/@#\"\\\0\33\177\u202e", 3) + valid.substring(at);
      };
    }
  }

  @Test
  void allValidOnesAreWrittenAsTheyWereRead() throws UserException {
    long seed = System.nanoTime();
    System.out.println("ListenAddressTest, valid: seed " + seed);
    Cases cases = new Cases(seed);
    for (int i = 0; i < CASES; i++) {
      List<String> texts = new ArrayList<>();
      for (int n = cases.below(4); n >= 0; n--) {
        texts.add(cases.valid());
      }
      List<ListenAddress> read = ListenAddress.list(String.join(" , ", texts), "--listen");
      assertThat(read).as("seed %d", seed).map(ListenAddress::toString).isEqualTo(texts);
    }
  }

  @Test
  void eachMalformedOneIsOneLineThatNamesItsSource() {
    long seed = System.nanoTime();
    System.out.println("ListenAddressTest, malformed: seed " + seed);
    Cases cases = new Cases(seed);
    for (int i = 0; i < CASES; i++) {
      String text = cases.malformed();
      String list = cases.below(2) == 0 ? text : cases.valid() + "," + text;
      Throwable thrown = catchThrowable(() -> ListenAddress.list(list, "METRICBAY_LISTEN"));
      assertThat(thrown)
          .as("seed %d, %s", seed, list)
          .isInstanceOf(UserException.class)
          .message()
          .startsWith("METRICBAY_LISTEN is \"")
          .contains("\": give ADDRESS:PORT, such as ")
          .doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    }
  }
}
