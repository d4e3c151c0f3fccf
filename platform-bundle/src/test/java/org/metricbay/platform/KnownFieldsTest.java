package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class KnownFieldsTest {
  private final List<String> learned = new ArrayList<>();
  private final KnownFields<String> known =
      new KnownFields<>(
          name -> {
            learned.add(name);
            return name.toUpperCase(Locale.ROOT);
          });

  private List<String> names(String text) {
    List<String> names = new ArrayList<>();
    FieldReader line = new FieldReader(text);
    known.begin();
    while (line.nextLine()) {
      names.add(known.ofNext(line) + line.number());
    }
    return names;
  }

  @Test
  void worksOutEachNameOnce() {
    assertThat(names("a 1\nbb 2\n")).containsExactly("A1.0", "BB2.0");
    assertThat(names(" a 3\nbb\t4")).containsExactly("A3.0", "BB4.0");
    assertThat(learned).containsExactly("a", "bb");
  }

  @Test
  void noticesOtherNamesAndAnotherOrder() {
    names("a 1\nbb 2\n");
    assertThat(names("bb 2\nb 3\na 1\n")).containsExactly("BB2.0", "B3.0", "A1.0");
    assertThat(names("b 3\n")).containsExactly("B3.0");
    assertThat(names("a 1\nbb 2\nc 3\n")).containsExactly("A1.0", "BB2.0", "C3.0");
  }

  @Test
  void takesWhatStandsBeforeADelimiter() {
    for (String text : List.of("heading\n a:1\nb: 2\n", "heading\na: 1\n b : 2\n", "a:1\n")) {
      FieldReader line = new FieldReader(text);
      known.begin();
      double sum = 0;
      while (line.nextLine()) {
        String name = known.ofNextUntil(':', line);
        sum += line.hasNext() ? name.charAt(0) * line.number() : 0;
      }
      assertThat(sum).isEqualTo(text.contains("b") ? 'A' + 2 * 'B' : 'A');
    }
    assertThat(learned).containsExactly("heading", "a", "b", "b", "a");
  }

  /** A name that is known may be the beginning of another. */
  @Test
  void takesWhatStandsBeforeTheLastDelimiter() {
    List<String> names = new ArrayList<>();
    for (String text : List.of("a: 1\na:1: 2\n", "a:1: 2\na: 1\n", "a:1:2:\n a : 1\n", "a:1\na")) {
      FieldReader line = new FieldReader(text);
      known.begin();
      while (line.nextLine()) {
        names.add(known.ofNextUntilLast(':', line));
      }
    }
    assertThat(names).containsExactly("A", "A:1", "A:1", "A", "A:1:2", "A", "A", "A");
  }

  @Test
  void dropsNamesThatAreNotThereAnyMore() {
    names("a 1\nbb 2\n");
    names("a 1\n");
    names("a 1\n");
    names("a 1\nbb 2\n");
    assertThat(learned).containsExactly("a", "bb", "bb");
  }

  @Test
  void takesTheRestOfALineForOneName() {
    for (String text : List.of("T: a b\nx 1", "T: a bc\nx 1", "T: a b\nx 1", "T: a b\nx 1")) {
      FieldReader line = new FieldReader(text);
      known.begin();
      line.nextLine();
      assertThat(known.ofRest(line))
          .isEqualTo(text.substring(0, text.length() - 4).toUpperCase(Locale.ROOT));
      assertThat(line.hasNext()).isFalse();
      assertThat(line.nextLine()).isTrue();
    }
    assertThat(learned).containsExactly("T: a b", "T: a bc", "T: a b");
  }
}
