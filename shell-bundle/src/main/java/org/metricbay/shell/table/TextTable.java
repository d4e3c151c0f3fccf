package org.metricbay.shell.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.metricbay.text.Shown;

/** Rows of text in aligned columns. */
final class TextTable {
  /** What a column looks like. */
  enum Align {
    LEFT,
    RIGHT
  }

  private static final int WIDEST = 72;
  private static final String GAP = "  ";

  private final String indent;
  private final List<Align> columns;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String indent, Align... columns) {
    this.indent = indent;
    this.columns = List.of(columns);
  }

  TextTable row(String... cells) {
    rows.add(IntStream.range(0, columns.size()).mapToObj(i -> fitted(cells[i])).toList());
    return this;
  }

  /** The rows, each with a line end. */
  String text() {
    int[] widths =
        IntStream.range(0, columns.size())
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < widths.length; i++) {
        // A column that is empty in all rows would only be a wider gap.
        if (widths[i] > 0) {
          line.append(line.length() > indent.length() ? GAP : "");
          line.append(padded(row.get(i), widths[i], columns.get(i)));
        }
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String padded(String cell, int width, Align align) {
    String blanks = " ".repeat(width - cell.length());
    return align == Align.LEFT ? cell + blanks : blanks + cell;
  }

  private static String fitted(String cell) {
    String clean = printable(cell);
    return clean.length() <= WIDEST ? clean : clean.substring(0, WIDEST - 1) + "…";
  }

  /** A plugin's text must not be able to steer the terminal. */
  static String printable(String text) {
    return Shown.oneLine(text);
  }
}
