package org.metricbay.http;

import org.metricbay.api.Labels;

/** The text of a metrics page, of which this knows how names, labels and numbers are written. */
final class PageText {
  /** From here on not every whole number is a double. */
  private static final double WHOLE = 1L << 53;

  private final StringBuilder text;

  PageText(int size) {
    this.text = new StringBuilder(size);
  }

  /** As it is. */
  PageText raw(String part) {
    text.append(part);
    return this;
  }

  /** The end of a line. */
  void end() {
    text.append('\n');
  }

  /** What stands before a sample's value. */
  PageText series(String name, String suffix, Labels labels) {
    text.append(name).append(suffix);
    if (labels.size() > 0) {
      text.append('{');
      labels(labels);
      text.append('}');
    }
    text.append(' ');
    return this;
  }

  /** The same with one more label, whose value is a number. */
  PageText series(String name, String suffix, Labels labels, String last, double value) {
    text.append(name).append(suffix).append('{');
    labels(labels);
    if (labels.size() > 0) {
      text.append(',');
    }
    text.append(last).append("=\"");
    // Both formats, and those who compare these labels as text, want "1.0".
    floating(value);
    text.append("\"} ");
    return this;
  }

  private void labels(Labels labels) {
    for (int i = 0; i < labels.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      text.append(labels.name(i)).append("=\"");
      escaped(labels.value(i), true).text.append('"');
    }
  }

  /**
   * A number: a whole one in digits, any other in Java's shortest form, which both formats read.
   */
  PageText number(double value) {
    long whole = (long) value;
    if (whole == value && Math.abs(value) < WHOLE && (whole != 0 || 1 / value > 0)) {
      text.append(whole);
    } else {
      floating(value);
    }
    return this;
  }

  PageText number(long count) {
    text.append(count);
    return this;
  }

  private void floating(double value) {
    if (Double.isInfinite(value)) {
      text.append(value > 0 ? "+Inf" : "-Inf");
    } else {
      text.append(value);
    }
  }

  /** Text with backslashes and line ends escaped, and quotes as well where they would end it. */
  PageText escaped(String part, boolean quotes) {
    int copied = 0;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '\\' || c == '\n' || (c == '"' && quotes)) {
        text.append(part, copied, i).append('\\').append(c == '\n' ? 'n' : c);
        copied = i + 1;
      }
    }
    if (copied == 0) {
      text.append(part);
    } else {
      text.append(part, copied, part.length());
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
