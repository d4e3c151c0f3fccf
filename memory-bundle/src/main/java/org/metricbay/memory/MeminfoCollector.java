package org.metricbay.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.KnownFields;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * What memory is used for, from {@code /proc/meminfo}: each line that the kernel has.
 *
 * <pre>
 * node_memory_MemAvailable_bytes 2.231812096e+09
 * node_memory_Active_anon_bytes 2.068484096e+09
 * node_memory_HugePages_Free 0
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = MemorySettings.class,
            target = "(collectors.meminfo=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "meminfo", description = "What memory is used for, in bytes.")
public final class MeminfoCollector implements MetricPlugin {
  private final KnownFields<Names> names = Names.known();

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public MeminfoCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return parse(files.records(files.proc("meminfo")), names);
  }

  static List<MetricFamily> parse(FieldReader lines, KnownFields<Names> names) {
    List<MetricFamily> families = new ArrayList<>();
    names.begin();
    lines.eachLine(
        "meminfo",
        line -> {
          Names name = names.ofNext(line);
          double value = line.number();
          families.add(
              line.hasNext()
                  ? name.bytes().of(value * MemoryField.KIBIBYTE)
                  : name.plain().of(value));
        },
        (what, why) -> families.add(MetricFamily.unusable(what, why)));
    return families;
  }

  /** How a line is exposed, with a unit behind its number and without. */
  record Names(MetricDescriptor bytes, MetricDescriptor plain) {
    static KnownFields<Names> known() {
      return new KnownFields<>(Names::of);
    }

    private static Names of(String heading) {
      if (!heading.endsWith(":")) {
        throw new IllegalArgumentException(
            "\"" + heading + "\" has no colon: not a line of meminfo");
      }
      String field = heading.substring(0, heading.length() - 1);
      return new Names(MemoryField.metric(field, true), MemoryField.metric(field, false));
    }
  }
}
