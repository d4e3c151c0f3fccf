package org.metricbay.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metricbay.platform.KernelFiles;

/**
 * A chip with sensors: a folder of {@code /sys/class/hwmon}. The folders' numbers change from boot
 * to boot, so the chip is called after its device.
 *
 * @param folder its folder
 * @param label what tells it from other chips
 * @param name what the driver calls such chips; may be empty
 */
record HwmonChip(Path folder, String label, String name) {
  private static final Set<String> SENSOR_TYPES =
      Set.of(
          "vrm",
          "beep_enable",
          "update_interval",
          "in",
          "cpu",
          "fan",
          "pwm",
          "temp",
          "curr",
          "power",
          "energy",
          "humidity",
          "intrusion",
          "freq");

  /** A sensor's type and number, and what of it the file holds. */
  private static final Pattern FILE = Pattern.compile("([^0-9]+)([0-9]{0,9})(?:_(.+))?");

  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-z0-9:_]");

  private static final Pattern OUTER_LINES = Pattern.compile("^_+|_+$");

  /** The chips whose folders can be read, each with a label of its own. */
  static List<HwmonChip> list(KernelFiles files) {
    Path hwmon = files.sys("class/hwmon");
    List<HwmonChip> chips = new ArrayList<>();
    Map<String, Integer> labels = new HashMap<>();
    Map<String, Integer> names = new HashMap<>();
    for (String entry : files.list(hwmon)) {
      Path folder = hwmon.resolve(entry);
      String name = clean(files.line(folder.resolve("name")).orElse(""));
      Optional<String> label = label(folder, name);
      if (label.isPresent()) {
        chips.add(new HwmonChip(folder, label.get(), name));
        labels.merge(label.get(), 1, Integer::sum);
        names.merge(label.get() + ' ' + name, 1, Integer::sum);
      }
    }
    chips.replaceAll(
        chip ->
            labels.getOrDefault(chip.label(), 0) > 1
                ? chip.numbered(names.getOrDefault(chip.label() + ' ' + chip.name(), 0) > 1)
                : chip);
    return chips;
  }

  /** Several chips of one device are told apart by their names, or else by their numbers. */
  private HwmonChip numbered(boolean sameName) {
    String suffix = name.isEmpty() || sameName ? clean(String.valueOf(folder.getFileName())) : name;
    return new HwmonChip(folder, label + '_' + suffix, name);
  }

  /** A chip is called after its device and the bus, or else by its name, or by its number. */
  private static Optional<String> label(Path folder, String name) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    List<String> device = lastTwo(folder.resolve("device"));
    String label = String.join("_", device);
    if (device.isEmpty() || device.get(device.size() - 1).isEmpty()) {
      List<String> self = lastTwo(folder);
      label = !name.isEmpty() || self.isEmpty() ? name : self.get(self.size() - 1);
    }
    return Optional.of(label).filter(text -> !text.isEmpty());
  }

  /** The ends of a link's real path, fit for a name; empty if it leads nowhere. */
  private static List<String> lastTwo(Path link) {
    List<String> names = new ArrayList<>();
    try {
      link.toRealPath().forEach(name -> names.add(clean(name.toString())));
    } catch (IOException vanished) {
      return List.of();
    }
    return names.subList(Math.max(0, names.size() - 2), names.size());
  }

  /** The texts that each sensor gives, by what they are; some drivers keep them at the device. */
  SortedMap<String, SortedMap<String, String>> sensors(KernelFiles files) {
    SortedMap<String, SortedMap<String, String>> sensors = new TreeMap<>();
    for (Path place : List.of(folder, folder.resolve("device"))) {
      for (String file : files.list(place)) {
        Matcher parts = FILE.matcher(file);
        if (parts.matches() && SENSOR_TYPES.contains(parts.group(1))) {
          String number = parts.group(2).isEmpty() ? "0" : parts.group(2);
          String element = Optional.ofNullable(parts.group(3)).orElse("");
          files
              .line(place.resolve(file))
              .ifPresent(
                  text ->
                      sensors
                          .computeIfAbsent(
                              parts.group(1) + Integer.parseInt(number), key -> new TreeMap<>())
                          .put(element, text));
        }
      }
    }
    return sensors;
  }

  /** Makes a text fit for a metric's name. */
  static String clean(String text) {
    String replaced = NOT_IN_NAMES.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("_");
    return OUTER_LINES.matcher(replaced).replaceAll("");
  }
}
