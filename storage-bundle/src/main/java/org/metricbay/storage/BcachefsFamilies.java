package org.metricbay.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;
import org.metricbay.storage.Families.Value;

/** What the texts of a bcachefs file system say. */
final class BcachefsFamilies {
  static final Value INFO = Value.gauge("node_bcachefs_info", "Filesystem information.");

  static final Value CACHE =
      Value.gauge("node_bcachefs_btree_cache_size_bytes", "Btree cache memory usage in bytes.");

  static final Value DEVICE_INFO = Value.gauge("node_bcachefs_device_info", "Device information.");

  static final Value BUCKET_SIZE =
      Value.gauge("node_bcachefs_device_bucket_size_bytes", "Bucket size in bytes.");

  static final Value BUCKETS =
      Value.gauge("node_bcachefs_device_buckets", "Total number of buckets.");

  static final Value DURABILITY =
      Value.gauge("node_bcachefs_device_durability", "Device durability setting.");

  private static final Value ERRORS =
      Value.count("node_bcachefs_errors_total", "Error count by error type.");

  private static final List<Value> COMPRESSION =
      List.of(
          Value.gauge(
              "node_bcachefs_compression_compressed_bytes", "Compressed size by algorithm."),
          Value.gauge(
              "node_bcachefs_compression_uncompressed_bytes", "Uncompressed size by algorithm."),
          Value.NONE);

  private static final List<Value> WRITES =
      List.of(
          Value.count("node_bcachefs_btree_writes_total", "Number of btree writes by type."),
          Value.gauge(
              "node_bcachefs_btree_write_average_size_bytes", "Average btree write size by type."));

  private static final Value IO_DONE =
      Value.count(
          "node_bcachefs_device_io_done_bytes_total", "IO bytes by operation type and data type.");

  private static final Value IO_ERRORS =
      Value.count("node_bcachefs_device_io_errors_total", "IO errors by error type.");

  private static final List<String> OPERATIONS = List.of("read", "write");

  private static final String UNITS = "kmgtpe";

  private final Families families = new Families();

  void add(Value value, double number, String... labels) {
    families.add(value, number, labels);
  }

  /** Adds the errors: on each line a kind, how many, and when the last was. */
  void addErrors(String uuid, String text) {
    new FieldReader(text)
        .eachUsableLine(
            uuid + "/errors",
            line -> {
              String kind = line.next();
              if (line.hasNext()) {
                families.add(ERRORS, line.number(), "uuid", uuid, "error_type", kind);
              }
            },
            families::leaveOut);
  }

  /** Adds compressed and uncompressed sizes: below a head, on each line an algorithm and both. */
  void addCompression(String uuid, String text) {
    addTable(text, COMPRESSION, "uuid", uuid, "algorithm");
  }

  /** Adds the writes of B-tree nodes: below a head, on each line a kind, number and mean size. */
  void addWrites(String uuid, String text) {
    addTable(text, WRITES, "uuid", uuid, "type");
  }

  private void addTable(String text, List<Value> columns, String key, String uuid, String label) {
    FieldReader lines = new FieldReader(text);
    lines.nextLine();
    lines.eachUsableLine(
        uuid + ", by " + label,
        line -> {
          String kind = line.next().replaceFirst(":$", "");
          List<Double> sizes = new ArrayList<>();
          while (line.hasNext()) {
            sizes.add(sureSize(line.next()));
          }
          if (sizes.size() != columns.size()) {
            throw new IllegalArgumentException("it has not " + columns.size() + " sizes");
          }
          for (int i = 0; i < columns.size(); i++) {
            families.add(columns.get(i), sizes.get(i), key, uuid, label, kind);
          }
        },
        families::leaveOut);
  }

  /** Adds what was counted since the file system was made, rather than since it was mounted. */
  void addCounter(String uuid, String name, String text) {
    Value counter =
        Value.count(
            "node_bcachefs_" + metric(name) + "_total",
            "Bcachefs counter " + name + " since filesystem creation.");
    new FieldReader(text)
        .eachUsableLine(
            uuid + "/counters/" + name,
            line -> {
              if (line.until(':').equals("since filesystem creation")) {
                families.add(counter, sureSize(line.rest().strip()), "uuid", uuid);
              }
            },
            families::leaveOut);
  }

  private static String metric(String name) {
    return name.replaceAll("[^a-zA-Z0-9_]", "_");
  }

  /** Adds a device's traffic: below {@code read:} and {@code write:}, bytes by kind of data. */
  void addDone(String uuid, String device, String text) {
    AtomicReference<String> operation = new AtomicReference<>("");
    new FieldReader(text)
        .eachUsableLine(
            uuid + "/dev-" + device + "/io_done",
            line -> {
              String kind = line.until(':');
              if (line.hasNext() && "".equals(operation.get())) {
                throw new IllegalArgumentException("it does not say of which operation it is");
              } else if (line.hasNext()) {
                String[] labels = {
                  "uuid", uuid, "device", device, "operation", operation.get(), "data_type", kind
                };
                families.add(IO_DONE, line.number(), labels);
              } else if (OPERATIONS.contains(kind)) {
                operation.set(kind);
              } else {
                // Perhaps it should have named one.
                operation.set("");
                throw new NumberFormatException(kind + " has no number");
              }
            },
            families::leaveOut);
  }

  /** Adds a device's errors since the file system was made; those since a reset come below. */
  void addIoErrors(String uuid, String device, String text) {
    AtomicBoolean creation = new AtomicBoolean();
    new FieldReader(text)
        .eachUsableLine(
            uuid + "/dev-" + device + "/io_errors",
            line -> {
              if (line.startsWith("IO errors since")) {
                creation.set(line.startsWith("IO errors since filesystem creation"));
              } else if (creation.get()) {
                String kind = line.until(':');
                families.add(
                    IO_ERRORS, line.number(), "uuid", uuid, "device", device, "type", kind);
              }
            },
            families::leaveOut);
  }

  private static double sureSize(String text) {
    return size(text)
        .orElseThrow(() -> new NumberFormatException("\"" + text + "\" is not a size"));
  }

  /** A size such as {@code 28.2k}; empty if it is none. */
  static OptionalDouble size(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int power = lower.isEmpty() ? 0 : UNITS.indexOf(lower.charAt(lower.length() - 1)) + 1;
    String number = power == 0 ? lower : lower.substring(0, lower.length() - 1);
    if (!number.matches("\\d+(\\.\\d+)?")) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Math.floor(Double.parseDouble(number) * Math.pow(1024, power)));
  }

  List<MetricFamily> build() {
    return families.build();
  }
}
