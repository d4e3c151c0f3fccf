package org.metricbay.platform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Rows of a table that has no heading, and as many columns as the kernel knows: all rows have the
 * same. One with another number of them is broken, and where is not known, so that it would give
 * values under wrong names. For use by one thread.
 */
@ProviderType
public final class EvenRows {
  private static final class Row {
    private final String name;
    private final double[] values;
    private final int width;

    Row(String name, double[] values, int width) {
      this.name = name;
      this.values = values;
      this.width = width;
    }
  }

  private final Set<Integer> usual;
  private final List<Row> rows = new ArrayList<>();

  /** Rows of which some kernels have these numbers of columns, and later ones perhaps others. */
  public EvenRows(Set<Integer> usual) {
    this.usual = usual;
  }

  /**
   * Adds a row.
   *
   * @param name how the row is named to people and to the user
   * @param values the columns that are wanted
   * @param width how many there are
   */
  public void add(String name, double[] values, int width) {
    rows.add(new Row(name, values, width));
  }

  /** Has the rows used that are as wide as most, and tells of the others. */
  public void use(
      String file, BiConsumer<String, double[]> user, FieldReader.Unreadable unreadable) {
    int width = width();
    for (Row row : rows) {
      if (row.width == width) {
        user.accept(row.name, row.values);
      } else {
        unreadable.tell(
            "line \"" + row.name + "\" of " + file,
            "has " + row.width + " numbers, where others have " + width);
      }
    }
  }

  private int width() {
    int first = rows.isEmpty() ? 0 : rows.get(0).width;
    for (Row row : rows) {
      if (row.width != first) {
        return mostUsual();
      }
    }
    return first;
  }

  private int mostUsual() {
    Map<Integer, Integer> counts = new HashMap<>();
    for (Row row : rows) {
      counts.merge(row.width, 1, Integer::sum);
    }
    int best = 0;
    for (Map.Entry<Integer, Integer> one : counts.entrySet()) {
      if (best == 0 || isBefore(one.getKey(), best, counts)) {
        best = one.getKey();
      }
    }
    return best;
  }

  /** What most have; among equals, what some kernel has; then the wider, as columns get lost. */
  private boolean isBefore(int width, int other, Map<Integer, Integer> counts) {
    int more = counts.getOrDefault(width, 0) - counts.getOrDefault(other, 0);
    if (more != 0) {
      return more > 0;
    }
    boolean isUsual = usual.contains(width);
    return isUsual == usual.contains(other) ? width > other : isUsual;
  }
}
