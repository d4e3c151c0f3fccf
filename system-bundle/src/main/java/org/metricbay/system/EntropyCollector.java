package org.metricbay.system;

import java.nio.file.Path;
import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * How much randomness the kernel has gathered, from {@code /proc/sys/kernel/random}:
 *
 * <pre>
 * node_entropy_available_bits 1337
 * node_entropy_pool_size_bits 4096
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.entropy=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "entropy", description = "How much randomness the kernel has gathered.")
public final class EntropyCollector implements MetricPlugin {
  private static final MetricDescriptor ENTROPY_AVAILABLE_BITS =
      MetricDescriptor.gauge("node_entropy_available_bits", "Bits of available entropy.");

  private static final MetricDescriptor ENTROPY_POOL_SIZE_BITS =
      MetricDescriptor.gauge("node_entropy_pool_size_bits", "Bits of entropy pool.");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public EntropyCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() {
    Path random = files.proc("sys/kernel/random");
    return List.of(
        ENTROPY_AVAILABLE_BITS.of(files.number(random.resolve("entropy_avail"))),
        ENTROPY_POOL_SIZE_BITS.of(files.number(random.resolve("poolsize"))));
  }
}
