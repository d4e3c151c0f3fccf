package org.metricbay.jvm;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metricbay.platform.BundleConfig;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;

/** What {@code conf/metricbay.jvm.cfg} says: which collectors are on. */
@Component(
    service = {},
    configurationPid = JvmSettings.PID)
public final class JvmSettings {
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

  private final BundleConfig<Map<String, String>> config =
      new BundleConfig<>(PID, COLLECTORS, values -> Map.of());

  /** Without OSGi. */
  JvmSettings(Map<String, ?> properties) {
    config.update(properties);
  }

  /** Offers itself to the collectors. */
  @Activate
  public JvmSettings(BundleContext context, Map<String, Object> properties) {
    config.update(properties);
    config.register(context, JvmSettings.class, this);
  }

  @Modified
  void modify(Map<String, Object> properties) {
    config.update(properties);
  }

  @Deactivate
  void deactivate() {
    config.unregister();
  }

  /** What holds it all. */
  BundleConfig<?> config() {
    return config;
  }
}
