package org.metricbay.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.api.MetricType;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.KnownFields;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * What the kernel's memory management has done since the boot, from {@code /proc/vmstat}: those
 * fields that {@code vmstat.fields} chooses.
 *
 * <pre>
 * node_vmstat_pgfault 2.320168809e+09
 * node_vmstat_pswpin 1476
 * node_vmstat_oom_kill 0
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "vmstat",
    description = "Paging, swapping, page faults and kills for want of memory since the boot.")
public final class VmstatCollector implements MetricPlugin {
  private final MemorySettings settings;
  private Fields fields;
  private final KernelFiles files;

  /** Reads from a kernel's files the fields that the settings choose. */
  @Activate
  public VmstatCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.vmstat=true)") MemorySettings settings) {
    this.files = files;
    this.settings = settings;
    this.fields = new Fields(settings.vmstatFields());
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    fields = fields.choosing(settings.vmstatFields());
    return parse(files.records(files.proc("vmstat")), fields);
  }

  static List<MetricFamily> parse(FieldReader lines, Fields fields) {
    List<MetricFamily> families = new ArrayList<>();
    fields.metrics().begin();
    lines.eachLine(
        "vmstat",
        line -> {
          Optional<MetricDescriptor> metric = fields.metrics().ofNext(line);
          if (metric.isPresent()) {
            families.add(metric.get().of(MemoryField.value(line, false)));
          }
        },
        (what, why) -> families.add(MetricFamily.unusable(what, why)));
    return families;
  }

  /** Which fields are exposed, and as what; remembered, as the kernel has always the same. */
  record Fields(Pattern wanted, KnownFields<Optional<MetricDescriptor>> metrics) {
    Fields(Pattern wanted) {
      this(wanted, new KnownFields<>(name -> choose(wanted, name)));
    }

    Fields choosing(Pattern now) {
      return wanted.equals(now) ? this : new Fields(now);
    }

    private static Optional<MetricDescriptor> choose(Pattern wanted, String name) {
      return wanted.matcher(name).find()
          ? Optional.of(
              MetricDescriptor.found(
                  MetricType.UNKNOWN,
                  "node_vmstat_" + name,
                  "/proc/vmstat information field " + name + "."))
          : Optional.empty();
    }
  }
}
