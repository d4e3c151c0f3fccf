package org.metricbay.jvm;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Memory of the JVM itself, if it tracks that ({@code -XX:NativeMemoryTracking=summary}):
 *
 * <pre>
 * jvm_native_memory_committed_bytes{pool="Thread"} 1.6e6
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = JvmSettings.class,
            target = "(collectors.jvm_native_memory=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "jvm_native_memory",
    description = "Memory of the JVM itself, with -XX:NativeMemoryTracking=summary.")
public final class NativeMemoryCollector implements MetricPlugin {
  private static final MetricDescriptor JVM_NATIVE_MEMORY_RESERVED_BYTES =
      MetricDescriptor.gauge(
          "jvm_native_memory_reserved_bytes",
          "Reserved bytes of a given JVM. Reserved memory represents the total amount of memory"
              + " the JVM can potentially use.",
          "pool");

  private static final MetricDescriptor JVM_NATIVE_MEMORY_COMMITTED_BYTES =
      MetricDescriptor.gauge(
          "jvm_native_memory_committed_bytes",
          "Committed bytes of a given JVM. Committed memory represents the amount of memory the"
              + " JVM is using right now.",
          "pool");

  private static final String OPTION = "NativeMemoryTracking";

  private static final Pattern POOL =
      Pattern.compile("\\s*([A-Z][A-Za-z\\s]*[A-Za-z]+).*reserved=(\\d+), committed=(\\d+)");

  private final boolean tracked = isTracked();

  /** Asks the JVM that it runs in. */
  @Activate
  public NativeMemoryCollector() {
    // The JVM is there.
  }

  /** To ask for the option is cheap; to ask for the summary starts the JVM's whole MBean server. */
  private static boolean isTracked() {
    try {
      HotSpotDiagnosticMXBean hotspot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return hotspot != null && !hotspot.getVMOption(OPTION).getValue().equals("off");
    } catch (IllegalArgumentException e) {
      // This JVM has no such option.
      return false;
    }
  }

  @Override
  public List<MetricFamily> collect() throws JMException {
    return tracked ? parse(summary()) : List.of();
  }

  private static String summary() throws JMException {
    return String.valueOf(
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "vmNativeMemory",
                new Object[] {new String[] {"summary", "scale=B"}},
                new String[] {String[].class.getName()}));
  }

  static List<MetricFamily> parse(String summary) {
    FamilyBuilder reserved = JVM_NATIVE_MEMORY_RESERVED_BYTES.samples();
    FamilyBuilder committed = JVM_NATIVE_MEMORY_COMMITTED_BYTES.samples();
    Matcher pool = POOL.matcher(summary);
    while (pool.find()) {
      reserved.add(Double.parseDouble(pool.group(2)), pool.group(1));
      committed.add(Double.parseDouble(pool.group(3)), pool.group(1));
    }
    return List.of(reserved.build(), committed.build());
  }
}
