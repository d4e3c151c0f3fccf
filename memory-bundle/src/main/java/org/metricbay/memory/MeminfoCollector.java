package org.metricbay.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
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
public final class MeminfoCollector implements MetricPlugin {
  /** By the kernel's name, which never changes its unit. */
  private final Map<String, MemoryField> names = new HashMap<>();

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public MeminfoCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "meminfo";
  }

  @Override
  public String description() {
    return "What memory is used for, in bytes.";
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return parse(files.read(files.procfs().resolve("meminfo")), names);
  }

  static List<MetricFamily> parse(String meminfo, Map<String, MemoryField> names) {
    List<MetricFamily> families = new ArrayList<>();
    FieldReader line = new FieldReader(meminfo);
    while (line.nextLine()) {
      String field = line.until(':');
      double value = line.number();
      boolean bytes = line.hasNext();
      MemoryField known = names.get(field);
      if (known == null) {
        known = MemoryField.of(field, bytes);
        names.put(field, known);
      }
      families.add(known.gauge(bytes ? value * MemoryField.KIBIBYTE : value));
    }
    return families;
  }
}
