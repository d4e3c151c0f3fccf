package org.metricbay.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * How full the memory zones are, in pages, from {@code /proc/zoneinfo}:
 *
 * <pre>
 * node_zoneinfo_nr_free_pages{node="0",zone="DMA32"} 528427
 * node_zoneinfo_low_pages{node="0",zone="DMA32"} 1412
 * node_zoneinfo_protection_1{node="0",zone="DMA32"} 0
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = MemorySettings.class,
            target = "(collectors.zoneinfo=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "zoneinfo",
    description = "Free and used pages, watermarks and NUMA hits of each memory zone.")
public final class ZoneinfoCollector implements MetricPlugin {
  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public ZoneinfoCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return parse(files.read(files.proc("zoneinfo")));
  }

  static List<MetricFamily> parse(String zoneinfo) {
    Zones zones = new Zones();
    List<MetricFamily> unusable = new ArrayList<>(0);
    new FieldReader(zoneinfo)
        .eachLine(
            "zoneinfo", zones::add, (what, why) -> unusable.add(MetricFamily.unusable(what, why)));
    return Stream.concat(zones.families.values().stream().map(Family::build), unusable.stream())
        .toList();
  }

  /** Takes the lines in their order: one that names a zone, and what is told of it. */
  private static final class Zones {
    private final Map<String, Family> families = new LinkedHashMap<>();

    /** None before the first, and behind a line that should have named one. */
    private Optional<Labels> zone = Optional.empty();

    void add(FieldReader line) {
      String field = line.next();
      if (field.equals("Node")) {
        zone = Optional.empty();
        String node = line.until(',');
        line.skip();
        zone = Optional.of(Labels.of("node", node, "zone", line.next()));
      } else if (zone.isEmpty()) {
        return;
      } else if (field.equals("protection:")) {
        addProtection(families, zone.get(), line.rest());
      } else {
        ZoneField known = ZoneField.BY_NAME.get(field);
        if (known != null && line.hasNext()) {
          double value = line.number();
          families
              .computeIfAbsent(field, name -> new Family(known.metric().samples()))
              .put(zone.get(), value);
        }
      }
    }
  }

  /** Reads a list such as {@code (0, 2039, 31932)}. */
  private static void addProtection(Map<String, Family> families, Labels zone, String list) {
    FieldReader numbers = new FieldReader(list.replaceAll("[(),]", " "));
    numbers.nextLine();
    Function<String, Family> family =
        name ->
            new Family(
                MetricDescriptor.gauge(
                        "node_zoneinfo_protection_" + name,
                        "Protection array " + name + ". field",
                        "node",
                        "zone")
                    .samples());
    for (int i = 0; numbers.hasNext(); i++) {
      families.computeIfAbsent(Integer.toString(i), family).put(zone, numbers.number());
    }
  }

  /** A family in the making. Should a kernel give a zone's field twice, the last one counts. */
  private record Family(FamilyBuilder builder, Map<Labels, Double> values) {
    Family(FamilyBuilder builder) {
      this(builder, new LinkedHashMap<>());
    }

    void put(Labels zone, double value) {
      values.put(zone, value);
    }

    MetricFamily build() {
      values.forEach((zone, value) -> builder.add(value, zone));
      return builder.build();
    }
  }
}
