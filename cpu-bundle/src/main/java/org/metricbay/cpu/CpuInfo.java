package org.metricbay.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;

/** What kind of CPUs there are, from {@code /proc/cpuinfo}. */
final class CpuInfo {
  private static final MetricDescriptor CPU_INFO =
      MetricDescriptor.info(
          "node_cpu_info",
          "CPU information from /proc/cpuinfo.",
          "package",
          "core",
          "cpu",
          "vendor",
          "family",
          "model",
          "model_name",
          "microcode",
          "stepping",
          "cachesize");

  private static final MetricDescriptor CPU_FREQUENCY_HERTZ =
      MetricDescriptor.gauge(
          "node_cpu_frequency_hertz",
          "CPU frequency in hertz from /proc/cpuinfo.",
          "package",
          "core",
          "cpu");

  private static final MetricDescriptor FLAGS = words("flag", "flags");
  private static final MetricDescriptor BUGS = words("bug", "bugs");

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

  private static MetricDescriptor words(String label, String field) {
    return MetricDescriptor.info(
        "node_cpu_" + label + "_info",
        "The `"
            + field
            + "` field of CPU information from /proc/cpuinfo taken from the first core.",
        label);
  }

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
        words(FLAGS, "flags", words.flags(), first),
        words(BUGS, "bugs", words.bugs(), first));
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
    FamilyBuilder family = CPU_INFO.samples();
    for (Map<String, String> processor : processors) {
      family.add(
          1,
          processor.getOrDefault("physical id", ""),
          processor.getOrDefault("core id", ""),
          processor.getOrDefault("processor", ""),
          processor.getOrDefault("vendor_id", ""),
          processor.getOrDefault("cpu family", ""),
          processor.getOrDefault("model", ""),
          processor.getOrDefault("model name", ""),
          processor.getOrDefault("microcode", ""),
          processor.getOrDefault("stepping", ""),
          processor.getOrDefault("cache size", ""));
    }
    return family.build();
  }

  private static MetricFamily frequency(List<Map<String, String>> processors) {
    FamilyBuilder family = CPU_FREQUENCY_HERTZ.samples();
    for (Map<String, String> processor : processors) {
      Optional.ofNullable(processor.get("cpu MHz"))
          .ifPresent(
              megahertz -> {
                FieldReader line = new FieldReader(megahertz);
                line.nextLine();
                line.useLine(
                    "cpuinfo, a frequency",
                    given ->
                        family.add(
                            given.number() * HERTZ_PER_MEGAHERTZ,
                            processor.getOrDefault("physical id", ""),
                            processor.getOrDefault("core id", ""),
                            processor.getOrDefault("processor", "")),
                    family::leaveOut);
              });
    }
    return family.build();
  }

  private static MetricFamily words(
      MetricDescriptor metric, String field, Pattern wanted, Map<String, String> processor) {
    FamilyBuilder family = metric.samples();
    FieldReader words = new FieldReader(processor.getOrDefault(field, ""));
    if (!wanted.pattern().isEmpty() && words.nextLine()) {
      while (words.hasNext()) {
        String word = words.next();
        if (wanted.matcher(word).find()) {
          family.add(1, word);
        }
      }
    }
    return family.build();
  }
}
