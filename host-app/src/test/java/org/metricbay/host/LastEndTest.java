package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastEndTest {
  @TempDir private Path data;

  /** A process that ends by itself. */
  private void end(String text) {
    EndRecord record = new LastEnd(data).readAndBegin();
    HeapFreeText words = new HeapFreeText(1000).put(text);
    record.write(words, words.length());
  }

  private static String unknown(long secondsAgo) {
    return "at " + (Instant.now().getEpochSecond() - secondsAgo) + "\nreason it was silent\n";
  }

  private String leftOut() throws IOException {
    Path file = data.resolve("left-out");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private String leftOutByNext() throws IOException {
    new LastEnd(data).readAndBegin();
    return leftOut();
  }

  @Test
  void nothingHasHappened() throws IOException {
    assertThat(leftOutByNext()).isEmpty();
    assertThat(leftOutByNext()).as("after one that was killed").isEmpty();
  }

  @Test
  void theCulpritIsLeftOutAtOnce() throws IOException {
    end(unknown(5) + "culprit d1 bad.jar\n");
    assertThat(leftOutByNext())
        .matches("d1\tis left out until .*: the agent had to end: it was silent\n");
    // Only once, as somebody may have started it since.
    Files.delete(data.resolve("left-out"));
    assertThat(leftOutByNext()).isEmpty();
  }

  @Test
  void theNewestIsLeftOutTheThirdTime() throws IOException {
    end(unknown(300));
    assertThat(leftOut()).isEmpty();
    end(unknown(200));
    assertThat(leftOut()).isEmpty();
    end(unknown(100));
    assertThat(leftOut()).isEmpty();
    assertThat(leftOutByNext()).startsWith("newest\tis left out until");
  }

  @Test
  void whatIsLongAgoDoesNotCount() throws IOException {
    end(unknown(9000));
    end(unknown(8000));
    end(unknown(100));
    assertThat(leftOutByNext()).isEmpty();
  }

  @Test
  void anEndInOrderForgivesThoseBefore() throws IOException {
    end(unknown(300));
    end(unknown(200));
    LastEnd good = new LastEnd(data);
    good.readAndBegin();
    good.endsWell();
    end(unknown(100));
    assertThat(leftOutByNext()).isEmpty();
  }

  @Test
  void aRecordThatMakesNoSenseIsNothing() throws IOException {
    Files.write(data.resolve("last-end"), new byte[] {'a', 't', ' ', (byte) 0xff, '\n', 0, '\n'});
    assertThat(leftOutByNext()).isEmpty();
  }
}
