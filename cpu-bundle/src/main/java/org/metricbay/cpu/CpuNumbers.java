package org.metricbay.cpu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metricbay.platform.KernelFiles;

/** The numbers of the CPUs, from sysfs. For use by one thread at a time. */
final class CpuNumbers {
  private static final int MOST = 1 << 16;

  private final KernelFiles files;
  private final Path folder;
  private Optional<String> mask = Optional.empty();
  private List<String> present = List.of();

  CpuNumbers(KernelFiles files) {
    this.files = files;
    this.folder = files.sys("devices/system/cpu");
  }

  /** The numbers of the CPUs that have a folder in {@code /sys/devices/system/cpu}. */
  List<String> present() {
    // The kernel's own list changes with the folders, and is read sooner.
    Optional<String> now = files.line(files.sys("devices/system/cpu/present"));
    if (now.isEmpty() || !now.equals(mask)) {
      mask = now;
      present = list();
    }
    return present;
  }

  private List<String> list() {
    List<String> numbers = new ArrayList<>();
    for (String name : files.list(folder)) {
      if (name.startsWith("cpu") && name.length() > 3 && Character.isDigit(name.charAt(3))) {
        numbers.add(name.substring(3));
      }
    }
    return numbers;
  }

  /** The numbers in one of the lists there, such as {@code isolated}; none if it is missing. */
  List<String> in(String list) {
    Optional<String> line = files.line(files.sys("devices/system/cpu/" + list));
    return line.isPresent() ? parse(line.get()) : List.of();
  }

  /** Reads a list such as {@code 1,3-5,9}. */
  static List<String> parse(String list) {
    List<String> numbers = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      int dash = range.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
      if (first < 0 || last >= MOST) {
        throw new NumberFormatException("\"" + list + "\" is not a list of CPUs");
      }
      for (int number = first; number <= last; number++) {
        numbers.add(Integer.toString(number));
      }
    }
    return numbers;
  }
}
