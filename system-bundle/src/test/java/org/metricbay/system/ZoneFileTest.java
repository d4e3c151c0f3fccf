package org.metricbay.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ZoneFileTest {
  private static final int HOUR = 3600;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "UTC0 0 UTC",
        "CET-1CEST,M3.5.0,M10.5.0/3 1 CET",
        "CET-1CEST,M3.5.0,M10.5.0/3 2 CEST",
        "EST5EDT,M3.2.0,M11.1.0 -5 EST",
        "EST5EDT,M3.2.0,M11.1.0 -4 EDT",
        "IST-1GMT0,M10.5.0,M3.5.0/1 1 IST",
        "IST-1GMT0,M10.5.0,M3.5.0/1 0 GMT",
        "<-03>3 -3 -03",
        "<+0330>-3:30 3.5 +0330",
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0 10.5 +1030",
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0 11 +11",
      })
  void isThatOfTheOffset(String rule, double hours, String name) {
    assertThat(ZoneFile.abbreviation(rule, (int) (hours * HOUR))).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CET", "CET-1", "CET-1CEST-3", "?-2", "<-02>"})
  void isNotToldWhereNoRuleHasTheOffset(String rule) {
    assertThat(ZoneFile.abbreviation(rule, 2 * HOUR)).isEmpty();
  }

  @Test
  void isInTheLastLineOfTheFile() throws IOException {
    Files.createDirectory(folder.resolve("Europe"));
    Files.write(
        folder.resolve("Europe/Berlin"),
        "TZif2\0\n\u00ff\0LMT\0CET\0\nCET-1CEST,M3.5.0,M10.5.0/3\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(ZoneFile.abbreviation(folder, "Europe/Berlin", HOUR)).contains("CET");
  }

  @Test
  void isNotToldByWhatIsNoZoneFile() throws IOException {
    Files.writeString(folder.resolve("zone.tab"), "CET-1\n");
    assertThat(ZoneFile.abbreviation(folder, "zone.tab", HOUR)).isEmpty();
    assertThat(ZoneFile.abbreviation(folder, "GMT+01:00", HOUR)).isEmpty();
    assertThat(ZoneFile.abbreviation(folder, "\0", HOUR)).isEmpty();
  }
}
