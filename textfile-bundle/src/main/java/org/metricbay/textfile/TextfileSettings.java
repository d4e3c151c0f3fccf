package org.metricbay.textfile;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metricbay.platform.BundleConfig;
import org.metricbay.platform.CollectorSettings;
import org.metricbay.platform.ConfigValues;
import org.metricbay.text.FileNames;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * What {@code conf/metricbay.textfile.cfg} says. Both collectors are there by default, but do
 * nothing while they have no folder.
 */
@Component(
    service = {},
    configurationPid = TextfileSettings.PID)
public final class TextfileSettings extends CollectorSettings<TextfileSettings.Values> {
  static final String PID = "metricbay.textfile";

  private static final int LARGEST = 64 << 20;
  private static final int LONGEST_INTERVAL = 7 * 24 * 3600;
  private static final int LONGEST_TIMEOUT = 3600;

  private final Capacity capacity;

  /** What a configuration says. */
  record Values(List<FolderGlob> folders, int maxBytes, ScriptSettings scripts) {}

  /** With what the agent takes of one collector. */
  TextfileSettings(Map<String, ?> properties, Capacity capacity) {
    super(
        new BundleConfig<>(PID, Map.of("textfile", true, "script", true), TextfileSettings::read),
        properties);
    this.capacity = capacity;
  }

  /** Takes its configuration. */
  @Activate
  public TextfileSettings(BundleContext context, Map<String, ?> properties) {
    this(properties, Capacity.of(context));
  }

  private static Values read(ConfigValues values) {
    return new Values(
        globs(values, "textfile.folders"),
        number(values, "textfile.max-bytes", 1 << 20, LARGEST),
        new ScriptSettings(
            folder(values, "script.folder"),
            seconds(values, "script.interval", 60, LONGEST_INTERVAL),
            secondsByScript(values, "script.intervals", LONGEST_INTERVAL),
            seconds(values, "script.timeout", 10, LONGEST_TIMEOUT),
            secondsByScript(values, "script.timeouts", LONGEST_TIMEOUT),
            number(values, "script.max-bytes", 1 << 20, LARGEST)));
  }

  private static List<String> list(ConfigValues values, String key) {
    List<String> parts = new ArrayList<>();
    for (String part : values.text(key).orElse("").split(",", -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return parts;
  }

  private static List<FolderGlob> globs(ConfigValues values, String key) {
    List<FolderGlob> globs = new ArrayList<>();
    for (String part : list(values, key)) {
      try {
        globs.add(FolderGlob.of(part));
      } catch (IllegalArgumentException e) {
        throw values.wrong(key, "each folder " + e.getMessage());
      }
    }
    return List.copyOf(globs);
  }

  private static Optional<Path> folder(ConfigValues values, String key) {
    try {
      Optional<Path> folder = values.text(key).map(FileNames::path);
      if (folder.isPresent() && !folder.get().isAbsolute()) {
        throw values.wrong(key, "must be an absolute path");
      }
      return folder.map(Path::normalize);
    } catch (InvalidPathException e) {
      throw values.wrong(key, "is not a path: " + e.getReason());
    }
  }

  private static Duration seconds(ConfigValues values, String key, int usual, int most) {
    return Duration.ofSeconds(number(values, key, usual, most));
  }

  private static int number(ConfigValues values, String key, int usual, int most) {
    Optional<String> text = values.text(key);
    return text.isPresent() ? number(values, key, text.get(), most) : usual;
  }

  private static int number(ConfigValues values, String key, String text, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException none) {
      // Told below.
    }
    throw values.wrong(key, "must be a whole number from 1 to " + most);
  }

  /** Reads {@code backup.sh=3600, raid.sh=300}. */
  private static Map<String, Duration> secondsByScript(ConfigValues values, String key, int most) {
    Map<String, Duration> durations = new HashMap<>();
    for (String part : list(values, key)) {
      int equals = part.lastIndexOf('=');
      if (equals < 1) {
        throw values.wrong(key, "must be SCRIPT=SECONDS, with commas between them");
      }
      int number = number(values, key, part.substring(equals + 1).strip(), most);
      durations.put(part.substring(0, equals).strip(), Duration.ofSeconds(number));
    }
    return Map.copyOf(durations);
  }

  /** Where text files are; none: nowhere. */
  List<FolderGlob> folders() {
    return values().folders();
  }

  /** How long one text file may be. */
  int textfileMaxBytes() {
    return values().maxBytes();
  }

  /** Which scripts are run, and how. */
  ScriptSettings scripts() {
    return values().scripts();
  }

  /** What the agent takes of one collector. */
  Capacity capacity() {
    return capacity;
  }
}
