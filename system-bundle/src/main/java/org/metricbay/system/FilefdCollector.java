package org.metricbay.system;

import java.io.IOException;
import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Open files of the whole system, from {@code /proc/sys/fs/file-nr}:
 *
 * <pre>
 * node_filefd_allocated 1024
 * node_filefd_maximum 1.631329e+06
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.filefd=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class FilefdCollector implements MetricPlugin {
  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public FilefdCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "filefd";
  }

  @Override
  public String description() {
    return "Open files of the whole system.";
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return parse(files.records(files.proc("sys/fs/file-nr")));
  }

  static List<MetricFamily> parse(FieldReader line) {
    line.nextLine();
    MetricFamily allocated =
        MetricFamily.gauge("node_filefd_allocated", "File descriptor statistics: allocated.")
            .sample(line.number())
            .build();
    line.skip();
    return List.of(
        allocated,
        MetricFamily.gauge("node_filefd_maximum", "File descriptor statistics: maximum.")
            .sample(line.number())
            .build());
  }
}
