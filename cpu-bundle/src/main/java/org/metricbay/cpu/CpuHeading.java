package org.metricbay.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.metricbay.platform.FieldReader;

/** The heading of a table with a column for each CPU: {@code CPU0 CPU2 CPU3}, if one is off. */
final class CpuHeading {
  private static final String CPU = "CPU";

  private CpuHeading() {}

  /** The CPUs' numbers from the first line; none if that is something else, which is told. */
  static String[] find(FieldReader lines, String file, FieldReader.Unreadable unreadable) {
    try {
      return read(lines);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      unreadable.tell("heading of " + file, "cannot be read: " + e.getMessage());
      return new String[0];
    }
  }

  private static String[] read(FieldReader lines) {
    if (!lines.nextLine()) {
      throw new NoSuchElementException("there is none");
    }
    List<String> numbers = new ArrayList<>();
    while (lines.hasNext()) {
      String cpu = lines.next();
      if (!cpu.startsWith(CPU) || FieldReader.unsigned(cpu.substring(CPU.length())).isEmpty()) {
        throw new IllegalArgumentException("\"" + cpu + "\" is no CPU");
      }
      numbers.add(cpu.substring(CPU.length()));
    }
    return numbers.toArray(String[]::new);
  }
}
