package org.metricbay.system;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.api.MetricType;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * The energy that parts of the CPUs have used, from {@code /sys/class/powercap}. Most kernels show
 * it to root only.
 *
 * <pre>
 * node_rapl_package_joules_total{index="0",path="/sys/class/powercap/intel-rapl:0"} 240422.366267
 * node_rapl_core_joules_total{index="0",path="/sys/class/powercap/intel-rapl:0:0"} 118821.284256
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "rapl",
    description = "Energy that the CPUs, their parts and the memory have used.")
public final class RaplCollector implements MetricPlugin {
  private static final MetricDescriptor JOULES =
      MetricDescriptor.counter(
          "node_rapl_joules_total", "Current RAPL value in joules", "index", "path", "rapl_zone");

  private static final double MICROJOULES_PER_JOULE = 1e6;
  private static final Pattern NUMBERED = Pattern.compile("([^-]*)-(\\d{1,9})");
  private static final Pattern NOT_IN_NAMES = Pattern.compile("_*[^0-9A-Za-z_]+_*");

  private final KernelFiles files;
  private final SystemSettings settings;

  /** Reads from a kernel's files. */
  @Activate
  public RaplCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.rapl=true)") SystemSettings settings) {
    this.files = files;
    this.settings = settings;
  }

  @Override
  public List<MetricFamily> collect() {
    Map<String, FamilyBuilder> families = new LinkedHashMap<>();
    Map<String, Integer> next = new HashMap<>();
    Path folder = files.sys("class/powercap");
    for (String name : files.list(folder)) {
      Path path = folder.resolve(name);
      Optional<String> zoneName = files.line(path.resolve("name"));
      if (zoneName.isPresent()) {
        Zone zone = Zone.parse(zoneName.get(), next);
        OptionalDouble energy = files.number(path.resolve("energy_uj"));
        if (energy.isPresent()) {
          add(families, zone, path, energy.getAsDouble() / MICROJOULES_PER_JOULE);
        }
      }
    }
    return families.values().stream().map(FamilyBuilder::build).toList();
  }

  private void add(Map<String, FamilyBuilder> families, Zone zone, Path path, double joules) {
    String index = Integer.toString(zone.index());
    if (settings.raplZoneLabel()) {
      families
          .computeIfAbsent(JOULES.name(), name -> JOULES.samples())
          .add(joules, index, path.toString(), zone.name());
    } else {
      families
          .computeIfAbsent(
              "node_rapl_" + NOT_IN_NAMES.matcher(zone.name()).replaceAll("_") + "_joules_total",
              name ->
                  MetricDescriptor.found(
                          MetricType.COUNTER,
                          name,
                          "Current RAPL " + zone.name() + " value in joules",
                          "index",
                          "path")
                      .samples())
          .add(joules, index, path.toString());
    }
  }

  /** A part of the machine whose energy is counted, told from others of its name by a number. */
  record Zone(String name, int index) {

    /** Takes the number from a name such as {@code package-1}, or else the next one. */
    static Zone parse(String text, Map<String, Integer> next) {
      Matcher numbered = NUMBERED.matcher(text);
      Zone zone =
          numbered.matches()
              ? new Zone(numbered.group(1), Integer.parseInt(numbered.group(2)))
              : new Zone(text, next.getOrDefault(text, 0));
      next.put(zone.name(), zone.index() + 1);
      return zone;
    }
  }
}
