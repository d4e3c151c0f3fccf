package org.metricbay.system;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Which exporter this is, under the name that dashboards find their hosts by and alerts count
 * exporters with. The labels are node_exporter's; Java's version stands where Go's would:
 *
 * <pre>
 * node_exporter_build_info{branch="",goarch="amd64",goos="linux",goversion="java17.0.15",…} 1
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.build_info=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "build_info", description = "Version of the exporter, and of what it runs on.")
public final class BuildInfoCollector implements MetricPlugin {
  private static final MetricDescriptor EXPORTER_BUILD_INFO =
      MetricDescriptor.gauge(
          "node_exporter_build_info",
          "A metric with a constant '1' value labeled by version, revision, branch,"
              + " goversion from which node_exporter was built, and the goos and goarch for"
              + " the build.",
          "branch",
          "goarch",
          "goos",
          "goversion",
          "revision",
          "tags",
          "version");

  /** What Go calls what Java calls otherwise. */
  private static final Map<String, String> GO_NAMES =
      Map.of("x86_64", "amd64", "aarch64", "arm64", "mac os x", "darwin");

  private final String version;
  private final List<MetricFamily> families;

  /** Takes the version of its bundle. */
  @Activate
  public BuildInfoCollector(BundleContext context) {
    this(context.getBundle().getVersion().toString());
  }

  BuildInfoCollector(String version) {
    this.version = version;
    this.families =
        families(
            System.getProperty("os.arch", ""),
            System.getProperty("os.name", ""),
            Runtime.version().toString());
  }

  @Override
  public List<MetricFamily> collect() {
    return families;
  }

  final List<MetricFamily> families(String arch, String os, String java) {
    String system = goName(os);
    return List.of(
        EXPORTER_BUILD_INFO.of(
            1,
            "",
            goName(arch),
            system.startsWith("windows") ? "windows" : system,
            "java" + java,
            "",
            "metricbay",
            version));
  }

  private static String goName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return GO_NAMES.getOrDefault(lower, lower);
  }
}
