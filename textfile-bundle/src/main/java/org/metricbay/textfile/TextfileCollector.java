package org.metricbay.textfile;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.text.FileNames;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.LoggerFactory;

/**
 * Metrics from the {@code *.prom} files of some folders, and about these files:
 *
 * <pre>
 * node_textfile_mtime_seconds{file="/var/lib/metricbay/textfile/backup.prom"} 1.7e+09
 * node_textfile_scrape_error 0
 * </pre>
 *
 * Nothing while no folder is configured. The error is set by the engine where other collectors give
 * series of the files.
 */
@Component(
    property = "metricbay.left-out-flag=node_textfile_scrape_error",
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "textfile",
    description = "Metrics from text files that other programs have written.")
public final class TextfileCollector implements MetricPlugin {
  private static final MetricDescriptor TEXTFILE_MTIME_SECONDS =
      MetricDescriptor.gauge(
          "node_textfile_mtime_seconds", "Unixtime mtime of textfiles successfully read.", "file");

  private static final MetricDescriptor TEXTFILE_SCRAPE_ERROR =
      MetricDescriptor.gauge(
          "node_textfile_scrape_error",
          "1 if there was an error opening or reading a file, 0 otherwise");

  private static final int MOST_FILES = 1000;

  private final TextfileSettings settings;
  private final ProblemLog log = new ProblemLog(LoggerFactory.getLogger("metricbay.textfile"));

  /** Reads from the folders in the settings. */
  @Activate
  public TextfileCollector(
      @Reference(target = "(collectors.textfile=true)") TextfileSettings settings) {
    this.settings = settings;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    List<String> problems = new ArrayList<>();
    List<MetricFamily> families = collect(problems);
    log.update(problems);
    return families;
  }

  /** Adds each problem with its file. */
  List<MetricFamily> collect(List<String> problems) throws IOException {
    if (settings.folders().isEmpty()) {
      return List.of();
    }
    Set<Path> files = files(problems);
    FamilyUnion union =
        new FamilyUnion(
            settings
                .capacity()
                .less(
                    files.size() + 1,
                    files.stream().mapToInt(file -> 100 + FileNames.ofPath(file).length()).sum()),
            "node_textfile_");
    SortedMap<String, Long> times = new TreeMap<>();
    for (Path file : files) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("too many or too large files for one scrape");
      }
      try {
        read(file, union, times);
      } catch (IOException | TextFormatException e) {
        problems.add(FileNames.ofPath(file) + ": " + reason(e));
      }
    }
    problems.addAll(union.problems());
    List<MetricFamily> families = new ArrayList<>(union.families());
    families.addAll(aboutFiles(times, !problems.isEmpty()));
    return families;
  }

  /** The file system's exceptions mostly say no more than the file. */
  private static String reason(Exception e) {
    return e instanceof TextFormatException || e.getClass() == IOException.class
        ? String.valueOf(e.getMessage())
        : e.toString();
  }

  private Set<Path> files(List<String> problems) {
    Set<Path> files = new LinkedHashSet<>();
    for (FolderGlob glob : settings.folders()) {
      for (Path folder : glob.folders()) {
        try {
          files.addAll(files(folder));
        } catch (IOException | DirectoryIteratorException e) {
          problems.add(folder + ": cannot be read: " + e);
        }
      }
    }
    return files;
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(folder, file -> file.toString().endsWith(".prom"))) {
      for (Path file : entries) {
        if (files.size() == MOST_FILES) {
          throw new IOException("more than " + MOST_FILES + " files");
        }
        files.add(file);
      }
    }
    files.sort(null);
    return files;
  }

  private void read(Path file, FamilyUnion union, SortedMap<String, Long> times)
      throws IOException, TextFormatException {
    // To open a named pipe would wait until someone writes to it.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("is not a regular file");
    }
    String text = BoundedText.read(file, settings.textfileMaxBytes());
    List<TextFamily> families = TextParser.parse(text, settings.capacity().series());
    long time = Files.getLastModifiedTime(file).toMillis();
    String name = FileNames.ofPath(file);
    if (union.add(name, families)) {
      // Whole seconds, as with node_exporter.
      times.put(name, Math.floorDiv(time, 1000));
    }
  }

  private static List<MetricFamily> aboutFiles(SortedMap<String, Long> times, boolean failed) {
    FamilyBuilder mtime = TEXTFILE_MTIME_SECONDS.samples();
    times.forEach((file, seconds) -> mtime.add((double) seconds, file));
    return List.of(mtime.build(), TEXTFILE_SCRAPE_ERROR.of(failed ? 1 : 0));
  }
}
