package org.metricbay.textfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextfileSettingsTest {
  private static TextfileSettings settings(String... keysAndValues) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new TextfileSettings(map, Capacity.DEFAULT);
  }

  @Test
  void offUntilThereIsAFolder() {
    assertThat(settings().folders()).isEmpty();
    assertThat(settings().scripts().folder()).isEmpty();
  }

  @Test
  void readsAll() {
    TextfileSettings settings =
        settings(
            "textfile.folders", "/a, /b/*,",
            "textfile.max-bytes", "10",
            "script.folder", "/s/./t",
            "script.interval", "5",
            "script.intervals", "x.sh=3600, y=300",
            "script.timeout", "6",
            "script.timeouts", "x.sh = 60",
            "script.max-bytes", "20");
    assertThat(settings.folders()).map(FolderGlob::toString).containsExactly("/a", "/b/*");
    assertThat(settings.textfileMaxBytes()).isEqualTo(10);
    ScriptSettings scripts = settings.scripts();
    assertThat(scripts.folder()).contains(Path.of("/s/t"));
    assertThat(scripts.intervalOf("x.sh")).isEqualTo(Duration.ofHours(1));
    assertThat(scripts.intervalOf("z")).isEqualTo(Duration.ofSeconds(5));
    assertThat(scripts.timeoutOf("x.sh")).isEqualTo(Duration.ofMinutes(1));
    assertThat(scripts.timeoutOf("y")).isEqualTo(Duration.ofSeconds(6));
    assertThat(scripts.maxBytes()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "textfile.folders | /a, b | textfile.folders: each folder must be an absolute path",
        "textfile.folders | /a[ | textfile.folders: each folder must be a path or pattern: ",
        "textfile.max-bytes | 1M | textfile.max-bytes: must be a whole number from 1 to 67108864",
        "script.folder | scripts | script.folder: must be an absolute path",
        "script.interval | 0 | script.interval: must be a whole number from 1 to 604800",
        "script.timeout | 3601 | script.timeout: must be a whole number from 1 to 3600",
        "script.intervals | a.sh | script.intervals: must be SCRIPT=SECONDS",
        "script.timeouts | a=b | script.timeouts: must be a whole number from 1 to 3600",
        "script.max-bytes | -1 | script.max-bytes: must be a whole number from 1 to 67108864",
      })
  void refuses(String key, String value, String problem) {
    TextfileSettings settings = settings(key, value);
    assertThat(settings.config().problem().orElse("")).startsWith(problem);
    assertThat(settings.folders()).isEmpty();
  }
}
