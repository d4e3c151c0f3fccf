package org.metricbay.jvm;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metricbay.platform.BundleConfig;
import org.metricbay.platform.CollectorSettings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** What {@code conf/metricbay.jvm.cfg} says: which collectors are on. */
@Component(
    service = {},
    configurationPid = JvmSettings.PID)
public final class JvmSettings extends CollectorSettings<Map<String, String>> {
  static final String PID = "metricbay.jvm";

  private static final Map<String, Boolean> COLLECTORS =
      Stream.of(
              "process",
              "jvm_threads",
              "jvm_memory",
              "jvm_memory_pool_allocation",
              "jvm_gc",
              "jvm_buffer_pool",
              "jvm_class_loading",
              "jvm_compilation",
              "jvm_runtime_info",
              "jvm_native_memory")
          .collect(Collectors.toUnmodifiableMap(name -> name, name -> true));

  /** Takes its configuration. */
  @Activate
  public JvmSettings(Map<String, ?> properties) {
    super(new BundleConfig<>(PID, COLLECTORS, values -> Map.of()), properties);
  }
}
