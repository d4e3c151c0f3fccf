package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.metricbay.api.CarriedState;

final class StateFormatTest {
  private final long seed = Long.getLong("metricbay.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @BeforeEach
  void tellSeed() {
    System.out.println("-Dmetricbay.test.seed=" + seed);
  }

  private CarriedState state() {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      values.put(text(), value(3));
    }
    return new CarriedState(random.nextInt(Integer.MAX_VALUE), values);
  }

  private Object value(int deeper) {
    return switch (random.nextInt(deeper > 0 ? 7 : 5)) {
      case 0 -> random.nextBoolean();
      case 1 -> random.nextInt();
      case 2 -> random.nextLong();
      case 3 -> Double.longBitsToDouble(random.nextLong());
      case 4 -> text();
      case 5 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
          list.add(value(deeper - 1));
        }
        yield list;
      }
      default -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
          map.put(text(), value(deeper - 1));
        }
        yield map;
      }
    };
  }

  /** Any characters, also halves of pairs. */
  private String text() {
    int most = random.nextBoolean() ? 256 : 65_536;
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      text.append((char) random.nextInt(most));
    }
    return text.toString();
  }

  @Test
  void readsWhatItWrites() throws IOException {
    for (int i = 0; i < 2000; i++) {
      CarriedState state = state();
      assertThat(StateFormat.decode(StateFormat.encode(state))).isEqualTo(state);
    }
  }

  @Test
  void readsTheDeepestThatThereMayBe() throws IOException {
    Object deep = "bottom";
    for (int i = 0; i < 15; i++) {
      deep = i % 2 == 0 ? List.of(deep) : Map.of("x", deep);
    }
    CarriedState state = new CarriedState(0, Map.of("deep", deep));
    assertThat(StateFormat.decode(StateFormat.encode(state))).isEqualTo(state);
  }

  @Test
  void takesDamagedBytesForNothingElse() throws IOException {
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = StateFormat.encode(state());
      if (random.nextBoolean()) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 8));
      }
      for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        // It may be another state, which is as good as any.
        assertThat(StateFormat.decode(bytes).version()).isNotNegative();
      } catch (IOException e) {
        assertThat(e).isNotNull();
      }
    }
  }

  @Test
  void refusesWhatIsTooLarge() {
    Map<String, Object> numbers = Map.of("n", Collections.nCopies(8000, 1L));
    Map<String, Object> text = Map.of("t", "x".repeat(66_000));
    for (Map<String, Object> large : List.of(numbers, text)) {
      assertThatThrownBy(() -> StateFormat.encode(new CarriedState(1, large)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("keep less");
    }
  }

  @Test
  void takesAsMuchAsThereMayBe() throws IOException {
    CarriedState state = new CarriedState(1, Map.of("n", Collections.nCopies(7200, 1L)));
    assertThat(StateFormat.decode(StateFormat.encode(state))).isEqualTo(state);
  }
}
