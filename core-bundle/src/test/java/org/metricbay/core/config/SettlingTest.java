package org.metricbay.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.metricbay.core.config.ConfigFolder.Content;
import org.metricbay.core.config.Settling.Change;

class SettlingTest {
  private final Settling settling = new Settling();

  private static Map<String, Content> file(String text) {
    return Map.of("metricbay.a", new Content(text, true));
  }

  private List<Change> look(Map<String, Content> found, long millis) {
    return settling.look(found, millis * 1_000_000);
  }

  private static Change changeTo(String text) {
    return new Change("metricbay.a", Optional.of(new Content(text, true)));
  }

  @Test
  void takesWhatIsThereAtTheBeginningAtOnce() {
    assertThat(settling.begin(file("x = 1"))).containsExactly(changeTo("x = 1"));
    assertThat(look(file("x = 1"), 10_000)).isEmpty();
    assertThat(settling.isPending()).isFalse();
  }

  @Test
  void waitsUntilAFileIsNoLongerWrittenTo() {
    assertThat(look(file("x = "), 0)).isEmpty();
    assertThat(look(file("x = 1"), 150)).isEmpty();
    assertThat(look(file("x = 1"), 349)).isEmpty();
    assertThat(settling.isPending()).isTrue();
    assertThat(look(file("x = 1"), 350)).containsExactly(changeTo("x = 1"));
    assertThat(settling.isPending()).isFalse();
    assertThat(look(file("x = 1"), 1000)).isEmpty();
  }

  @Test
  void doesNotMindThatAnEditorEmptiesOrRemovesAFileForAMoment() {
    settling.begin(file("x = 1"));
    assertThat(look(file("\n"), 0)).isEmpty();
    assertThat(look(file("\n"), 1999)).isEmpty();
    assertThat(look(Map.of(), 2000)).isEmpty();
    assertThat(look(Map.of(), 2499)).isEmpty();
    assertThat(look(file("x = 1"), 2600)).isEmpty();
    assertThat(settling.isPending()).isFalse();
  }

  @Test
  void noticesThatAFileIsEmptyOrGoneForGood() {
    settling.begin(file("x = 1"));
    assertThat(look(file(""), 0)).isEmpty();
    assertThat(look(file(""), 2000)).containsExactly(changeTo(""));
    assertThat(look(Map.of(), 2100)).isEmpty();
    assertThat(look(Map.of(), 2600)).containsExactly(new Change("metricbay.a", Optional.empty()));
    assertThat(look(Map.of(), 5000)).isEmpty();
    assertThat(settling.isPending()).isFalse();
  }

  @Test
  void forgetsAFileThatWasThereForAMomentOnly() {
    assertThat(look(file("x = 1"), 0)).isEmpty();
    assertThat(look(Map.of(), 100)).isEmpty();
    assertThat(settling.isPending()).isFalse();
    assertThat(look(Map.of(), 1000)).isEmpty();
  }
}
