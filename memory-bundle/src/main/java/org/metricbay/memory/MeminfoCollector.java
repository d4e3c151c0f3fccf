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
  private final KnownFields<Name> names = Name.known();

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

  static List<MetricFamily> parse(FieldReader lines, KnownFields<Name> names) {
    List<MetricFamily> families = new ArrayList<>();
    names.begin();
    lines.eachLine(
        "meminfo",
        line -> {
          Name name = names.ofNext(line);
          families.add(name.metric().of(MemoryField.value(line, name.inKibibytes())));
        },
        (what, why) -> families.add(MetricFamily.unusable(what, why)));
    return families;
  }

  /** How a line is exposed. */
  record Name(MetricDescriptor metric, boolean inKibibytes) {
    static KnownFields<Name> known() {
      return new KnownFields<>(Name::of);
    }

    private static Name of(String heading) {
      if (!heading.endsWith(":")) {
        throw new IllegalArgumentException(
            "\"" + heading + "\" has no colon: not a line of meminfo");
      }
      String field = heading.substring(0, heading.length() - 1);
      boolean inKibibytes = MemoryField.isInKibibytes(field);
      return new Name(MemoryField.metric(field, inKibibytes), inKibibytes);
    }
  }
}
