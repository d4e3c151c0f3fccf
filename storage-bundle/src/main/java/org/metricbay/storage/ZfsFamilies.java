package org.metricbay.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;

/** What the texts of {@code /proc/spl/kstat/zfs} say. */
final class ZfsFamilies {
  private static final String KSTAT = "kstat.zfs.misc.";

  /** The kinds of value that are whole numbers of 64 bits. */
  private static final List<String> NUMBERS = List.of("3", "4");

  private static final String UNSIGNED = "4";

  private static final List<String> STATES =
      List.of("online", "degraded", "faulted", "offline", "removed", "unavail", "suspended");

  private static final Families.Value STATE =
      Families.Value.gauge("node_zfs_zpool_state", KSTAT + "state");

  private final Families families = new Families();

  /** Adds all numbers of a file about the whole of ZFS. */
  void addAll(String subsystem, String file, String text) {
    kstat("zfs/" + file, text)
        .eachUsableLine(
            "zfs/" + file,
            line -> {
              String name = line.next();
              if (line.hasNext() && NUMBERS.contains(line.next()) && line.hasNext()) {
                add(subsystem, file, name, line.number());
              }
            },
            families::leaveOut);
  }

  /** Adds a data set's numbers, from a file such as {@code objset-0x36}. */
  void addDataset(String pool, String file, String text) {
    String shown = "zfs/" + pool + "/" + file;
    AtomicReference<String> dataset = new AtomicReference<>("");
    kstat(shown, text)
        .eachUsableLine(
            shown,
            line -> {
              String name = line.next();
              String kind = line.hasNext() ? line.next() : "";
              if (name.equals("dataset_name")) {
                dataset.set(line.rest().strip());
              } else if ("".equals(dataset.get())) {
                throw new IllegalArgumentException("the name of the data set is missing");
              } else if (kind.equals(UNSIGNED) && line.hasNext()) {
                String[] labels = {"zpool", pool, "dataset", dataset.get()};
                add("zpool_dataset", "objset", name, line.number(), labels);
              }
            },
            families::leaveOut);
  }

  /** Adds a pool's traffic, which older versions of ZFS keep: a line of names, one of numbers. */
  void addIo(String pool, String text) {
    List<String> names = new ArrayList<>();
    new FieldReader(text)
        .eachUsableLine(
            "zfs/" + pool + "/io",
            line -> {
              if (!names.isEmpty()) {
                double[] numbers = new double[names.size()];
                line.allNumbers(numbers);
                for (int i = 0; i < numbers.length; i++) {
                  add("zpool", "io", names.get(i), numbers[i], "zpool", pool);
                }
              } else if (line.startsWith("nread")) {
                while (line.hasNext()) {
                  names.add(line.next());
                }
              }
            },
            families::leaveOut);
  }

  /** Adds a pool's state. */
  void addState(String pool, String text) {
    String actual = text.strip().toLowerCase(Locale.ROOT);
    for (String state : STATES) {
      families.add(STATE, state.equals(actual) ? 1 : 0, "zpool", pool, "state", state);
    }
  }

  private void add(String subsystem, String file, String name, double value, String... labels) {
    families.addUntyped(
        "node_zfs_" + subsystem + "_" + name.replace('-', '_'),
        KSTAT + file + "." + name,
        value,
        labels);
  }

  /** Behind the head, which ends with the names of the columns. */
  private FieldReader kstat(String file, String text) {
    FieldReader line = new FieldReader(text);
    while (line.nextLine()) {
      if (line.next().equals("name") && line.rest().matches("type\\s+data\\s*")) {
        return line;
      }
    }
    families.leaveOut("head of " + file, "has no line with the columns' names");
    return line;
  }

  List<MetricFamily> build() {
    return families.build();
  }
}
