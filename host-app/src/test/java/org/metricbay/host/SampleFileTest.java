package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file {@code conf/metricbay.cfg} that comes with the agent. */
final class SampleFileTest {
  @TempDir private Path home;

  private void file(String text) throws IOException {
    Files.writeString(Files.createDirectories(home.resolve("conf")).resolve(Options.FILE), text);
  }

  private Options options(String... arguments) throws UserException {
    return Options.of(home, List.of(arguments), Map.of());
  }

  /** Each line alone, and all together, change nothing. */
  @Test
  void namesEveryKeyOnceWithItsDefault() throws Exception {
    String sample = Files.readString(Path.of("../conf").resolve(Options.FILE));
    Pattern line = Pattern.compile("(?m)^#([a-z.-]+ =.*)$");
    List<String> lines = line.matcher(sample).results().map(match -> match.group(1)).toList();
    List<String> keys = lines.stream().map(it -> it.replaceAll(" =.*", "")).toList();
    assertThat(keys).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(keys)).isEqualTo(new TreeSet<>(knownKeys()));

    List<String> files = new ArrayList<>(lines);
    files.add(String.join("\n", lines));
    Options usual = options("--conf", home.resolve("nowhere").toString());
    for (String text : files) {
      file(text);
      Options used = options();
      assertThat(used.listen()).as(text).isEqualTo(usual.listen());
      assertThat(used.httpProperties()).as(text).isEqualTo(usual.httpProperties());
      assertThat(used.warnings()).as(text).isEmpty();
      assertThat(used.logLevel()).as(text).isEqualTo(usual.logLevel());
      for (Option option : List.of(Option.DEPLOY, Option.DATA)) {
        assertThat(used.folder(option)).as(text).isEqualTo(usual.folder(option));
      }
      assertThat(used.has(Option.REQUIRE_SIGNED)).as(text).isFalse();
      for (Option option : Option.values()) {
        assertThat(option.isSwitch() && used.is(option)).as(text).isFalse();
      }
      assertThat(effective(used)).as(text).isEqualTo(effective(usual));
    }
  }

  /** With what the bundles take where nothing is said. */
  private static Map<String, String> effective(Options options) throws UserException {
    Map<String, String> all = new TreeMap<>();
    all.put("metricbay.procfs", "/proc");
    all.put("metricbay.sysfs", "/sys");
    all.put("metricbay.udevdata", "/run/udev/data");
    all.put("metricbay.rootfs", "/");
    all.put("metricbay.collect.timeout", "5");
    all.put("metricbay.collect.max-series", "10000");
    all.put("metricbay.collect.max-bytes", "4194304");
    all.put("metricbay.deploy.start-timeout", "10");
    all.put("metricbay.deploy.trial-timeout", "5");
    all.put("metricbay.deploy.quiet", "2");
    all.put("metricbay.deploy.read-timeout", "10");
    all.put("metricbay.deploy.max-unpacked", "512");
    all.put("metricbay.deploy.rollback-after", "0");
    all.putAll(options.frameworkProperties());
    all.remove("metricbay.conf");
    return all;
  }

  /** Those that the message about an unknown key lists. */
  private List<String> knownKeys() throws IOException {
    file("no-such-key = 1");
    try {
      options();
      throw new AssertionError("an unknown key was taken");
    } catch (UserException e) {
      String text = String.valueOf(e.getMessage());
      return Stream.of(text.substring(text.indexOf("keys are ") + 9).split(", ", -1)).toList();
    }
  }
}
