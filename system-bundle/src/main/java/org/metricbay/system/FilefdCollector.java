package org.metricbay.system;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
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
@Collector(name = "filefd", description = "Open files of the whole system.")
public final class FilefdCollector implements MetricPlugin {
  private static final MetricDescriptor FILEFD_ALLOCATED =
      MetricDescriptor.gauge("node_filefd_allocated", "File descriptor statistics: allocated.");

  private static final MetricDescriptor FILEFD_MAXIMUM =
      MetricDescriptor.gauge("node_filefd_maximum", "File descriptor statistics: maximum.");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public FilefdCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return parse(files.records(files.proc("sys/fs/file-nr")));
  }

  static List<MetricFamily> parse(FieldReader line) {
    if (!line.nextLine()) {
      throw new NoSuchElementException("sys/fs/file-nr is empty");
    }
    FamilyBuilder allocated = FILEFD_ALLOCATED.samples();
    FamilyBuilder maximum = FILEFD_MAXIMUM.samples();
    line.useLine(
        "sys/fs/file-nr",
        numbers -> {
          double[] values = new double[3];
          numbers.allNumbers(values);
          allocated.add(values[0]);
          maximum.add(values[2]);
        },
        allocated::leaveOut);
    return List.of(allocated.build(), maximum.build());
  }
}
