package org.metricbay.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.storage.Families.Value;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Caches of block devices, from {@code /sys/fs/bcache}:
 *
 * <pre>
 * node_bcache_cache_hits_total{backing_device="bdev0",uuid="deaddd54-…"} 546
 * node_bcache_dirty_data_bytes{backing_device="bdev0",uuid="deaddd54-…"} 0
 * node_bcache_written_bytes_total{cache_device="cache0",uuid="deaddd54-…"} 0
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "bcache", description = "Hits, misses and dirty data of caches of block devices.")
public final class BcacheCollector implements MetricPlugin {
  private static final Pattern BACKING_DEVICE = Pattern.compile("bdev[0-9].*");
  private static final Pattern CACHE_DEVICE = Pattern.compile("cache[0-9].*");

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?[kMGTPEZY]?");

  private final KernelFiles files;
  private final StorageSettings settings;

  /** Reads from a kernel's files as much as the settings say. */
  @Activate
  public BcacheCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.bcache=true)") StorageSettings settings) {
    this.files = files;
    this.settings = settings;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    Families families = new Families();
    Path folder = files.sys("fs/bcache");
    for (String uuid : files.list(folder)) {
      // Others, such as register, are about no cache.
      if (uuid.contains("-")) {
        addCache(families, uuid, folder.resolve(uuid));
      }
    }
    return families.build();
  }

  private void addCache(Families families, String uuid, Path folder) throws IOException {
    addFiles(families, BcacheValues.SET, folder, "uuid", uuid);
    for (String name : files.list(folder)) {
      Path device = folder.resolve(name);
      if (BACKING_DEVICE.matcher(name).matches()) {
        String[] labels = {"uuid", uuid, "backing_device", name};
        addFiles(families, BcacheValues.BACKING_DEVICE, device, labels);
        files
            .find(device.resolve("writeback_rate_debug"))
            .ifPresent(text -> parse(BcacheValues.WRITEBACK, text, families, labels));
      } else if (CACHE_DEVICE.matcher(name).matches()) {
        String[] labels = {"uuid", uuid, "cache_device", name};
        addFiles(families, BcacheValues.CACHE_DEVICE, device, labels);
        if (settings.priorityStats()) {
          files
              .find(device.resolve("priority_stats"))
              .ifPresent(text -> parse(BcacheValues.PRIORITIES, text, families, labels));
        }
      }
    }
  }

  private void addFiles(
      Families families, Map<String, Value> values, Path folder, String... labels) {
    values.forEach(
        (file, value) ->
            files
                .line(folder.resolve(file))
                .ifPresent(
                    text ->
                        new FieldReader(text)
                            .eachUsableLine(
                                "bcache/" + labels[1] + "/" + file,
                                line -> {
                                  double number = number(line.rest());
                                  // Linux before 5.13 counts them, later ones say 0 for ever.
                                  if (number != 0 || !file.equals(BcacheValues.READAHEADS)) {
                                    families.add(value, number, labels);
                                  }
                                },
                                families::leaveOut)));
  }

  /** Reads lines such as {@code target: 20.4G}. */
  static void parse(Map<String, Value> values, String text, Families families, String... labels) {
    new FieldReader(text)
        .eachUsableLine(
            "bcache/" + labels[1],
            line -> {
              Value value = values.get(line.until(':'));
              if (value != null) {
                families.add(value, number(line.rest().strip()), labels);
              }
            },
            families::leaveOut);
  }

  /**
   * A number as the kernel writes it for people, such as {@code 1.1k/sec}. What stands behind the
   * point are 1024ths divided by 100, so that .10 is more than .9.
   */
  static double number(String text) {
    String number = text.replaceFirst("(/sec|%)$", "");
    if (!NUMBER.matcher(number).matches()) {
      throw new NumberFormatException("\"" + text + "\" is not a number or a size");
    }
    int power = "kMGTPEZY".indexOf(number.charAt(number.length() - 1)) + 1;
    if (power == 0) {
      return toWhole(Double.parseDouble(number));
    }
    boolean negative = number.startsWith("-");
    String[] parts = number.substring(negative ? 1 : 0, number.length() - 1).split("\\.", 2);
    double fraction = parts.length > 1 ? Double.parseDouble(parts[1]) / 10.24 : 0;
    double size = toWhole((Double.parseDouble(parts[0]) + fraction) * Math.pow(1024, power));
    return negative ? -size : size;
  }

  private static double toWhole(double number) {
    return number < 0 ? Math.ceil(number) : Math.floor(number);
  }
}
