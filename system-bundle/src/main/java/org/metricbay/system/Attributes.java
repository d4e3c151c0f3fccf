package org.metricbay.system;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;

/** Numbers in sysfs that {@link KernelFiles#number} does not read: those with a sign. */
final class Attributes {
  private Attributes() {}

  /** The number in an attribute; empty if it is missing, cannot be read, or is none. */
  static OptionalDouble signed(KernelFiles files, Path file) {
    Optional<String> line = files.line(file);
    return line.isPresent() ? number(line.get()) : OptionalDouble.empty();
  }

  /** A text as a number, with a sign or a fraction or without; empty if it is none. */
  static OptionalDouble number(String text) {
    FieldReader reader = new FieldReader(text);
    try {
      double number = reader.nextLine() ? reader.number() : Double.NaN;
      return reader.hasNext() || Double.isNaN(number)
          ? OptionalDouble.empty()
          : OptionalDouble.of(number);
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
