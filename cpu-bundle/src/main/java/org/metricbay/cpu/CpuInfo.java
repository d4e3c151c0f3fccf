package org.metricbay.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;

/** What kind of CPUs there are, from {@code /proc/cpuinfo}. */
final class CpuInfo {
  private static final double HERTZ_PER_MEGAHERTZ = 1e6;

  /** What is used, under the names of x86; other architectures give a part of it, or less. */
  private static final Set<String> WANTED =
      Set.of(
          "processor",
          "physical id",
          "core id",
          "vendor_id",
          "cpu family",
          "model",
          "model name",
          "microcode",
          "stepping",
          "cache size",
          "cpu MHz",
          "flags",
          "bugs");

  private CpuInfo() {}

  /**
   * What is told of the hundreds of flags and bugs.
   *
   * @param flags must be found in a flag; the empty expression is found in none
   * @param bugs the same for bugs
   */
  record Words(Pattern flags, Pattern bugs) {}

  static List<MetricFamily> families(String cpuinfo, Words words) {
    List<Map<String, String>> processors = parse(cpuinfo);
    Map<String, String> first = processors.isEmpty() ? Map.of() : processors.get(0);
    return List.of(
        info(processors),
        frequency(processors),
        words("flag", "flags", words.flags(), first),
        words("bug", "bugs", words.bugs(), first));
  }

  /** The wanted fields of each processor; flags and bugs, which are long, of the first only. */
  static List<Map<String, String>> parse(String cpuinfo) {
    List<Map<String, String>> processors = new ArrayList<>();
    Map<String, String> processor = new HashMap<>();
    FieldReader line = new FieldReader(cpuinfo);
    while (line.nextLine()) {
      String key = line.until(':');
      if (key.equals("processor")) {
        processor = new HashMap<>();
        processors.add(processor);
      }
      boolean words = key.equals("flags") || key.equals("bugs");
      if (WANTED.contains(key) && (!words || processors.size() == 1)) {
        processor.put(key, line.rest());
      }
    }
    return processors;
  }

  static MetricFamily info(List<Map<String, String>> processors) {
    MetricFamily.InfoBuilder family =
        MetricFamily.info("node_cpu_info", "CPU information from /proc/cpuinfo.");
    for (Map<String, String> processor : processors) {
      family.sample(
          "package", processor.getOrDefault("physical id", ""),
          "core", processor.getOrDefault("core id", ""),
          "cpu", processor.getOrDefault("processor", ""),
          "vendor", processor.getOrDefault("vendor_id", ""),
          "family", processor.getOrDefault("cpu family", ""),
          "model", processor.getOrDefault("model", ""),
          "model_name", processor.getOrDefault("model name", ""),
          "microcode", processor.getOrDefault("microcode", ""),
          "stepping", processor.getOrDefault("stepping", ""),
          "cachesize", processor.getOrDefault("cache size", ""));
    }
    return family.build();
  }

  private static MetricFamily frequency(List<Map<String, String>> processors) {
    MetricFamily.NumberBuilder family =
        MetricFamily.gauge(
            "node_cpu_frequency_hertz", "CPU frequency in hertz from /proc/cpuinfo.");
    for (Map<String, String> processor : processors) {
      Optional.ofNullable(processor.get("cpu MHz"))
          .ifPresent(
              megahertz ->
                  family.sample(
                      Double.parseDouble(megahertz) * HERTZ_PER_MEGAHERTZ,
                      "package",
                      processor.getOrDefault("physical id", ""),
                      "core",
                      processor.getOrDefault("core id", ""),
                      "cpu",
                      processor.getOrDefault("processor", "")));
    }
    return family.build();
  }

  private static MetricFamily words(
      String label, String field, Pattern wanted, Map<String, String> processor) {
    MetricFamily.InfoBuilder family =
        MetricFamily.info(
            "node_cpu_" + label + "_info",
            "The `"
                + field
                + "` field of CPU information from /proc/cpuinfo taken from the first core.");
    FieldReader words = new FieldReader(processor.getOrDefault(field, ""));
    if (!wanted.pattern().isEmpty() && words.nextLine()) {
      while (words.hasNext()) {
        String word = words.next();
        if (wanted.matcher(word).find()) {
          family.sample(label, word);
        }
      }
    }
    return family.build();
  }
}
