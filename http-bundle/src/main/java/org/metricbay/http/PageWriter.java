package org.metricbay.http;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;

/**
 * Writes families as a metrics page, in <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus's text format</a>
 * or as <a
 * href="https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md">
 * OpenMetrics 1.0</a>. On the path of every scrape, so it keeps what does not change from page to
 * page. For use by any thread.
 */
final class PageWriter {
  /** More than are on the page: those of requests for some collectors only, and of plugins gone. */
  private static final int SPARE_STARTS = 200;

  private final boolean open;
  private final FamilyLines lines;
  private final ClashLog clashes = new ClashLog();
  private final Map<String, LineStarts> starts = new ConcurrentHashMap<>();

  /**
   * A page's families, whose names do not clash, and what their lines start with, as far as that is
   * known: an element that is written by one thread and not yet seen by another is only looked up
   * once more.
   */
  private static final class Layout {
    private final MetricDescriptor[] descriptors;
    private final @Nullable LineStarts[] starts;
    private final Escaping escaping;

    /** Whether all names are the same with each escaping. */
    private final boolean plain;

    Layout(List<MetricFamily> families, Escaping escaping) {
      descriptors =
          families.stream().map(MetricFamily::descriptor).toArray(MetricDescriptor[]::new);
      starts = new LineStarts[descriptors.length];
      this.escaping = escaping;
      plain = Arrays.stream(descriptors).allMatch(MetricDescriptor::hasPlainName);
    }

    boolean isOf(List<MetricFamily> families, Escaping wanted) {
      if (families.size() != descriptors.length || !(plain || escaping == wanted)) {
        return false;
      }
      for (int i = 0; i < descriptors.length; i++) {
        if (!descriptors[i].equals(families.get(i).descriptor())) {
          return false;
        }
      }
      return true;
    }
  }

  private volatile Layout layout = new Layout(List.of(), Escaping.UNDERSCORES);

  PageWriter(PageFormat format) {
    this.open = format.isOpen();
    this.lines = new FamilyLines(open);
  }

  /** Writes a page at the end of a text; families come by name, each name once. */
  void write(List<MetricFamily> families, Escaping escaping, PageText text) {
    if (starts.size() > 2 * families.size() + SPARE_STARTS) {
      starts.clear();
    }
    Layout known = layout;
    if (known.isOf(families, escaping)) {
      write(families, known, escaping, text);
    } else {
      writeAnew(families, escaping, text);
    }
    if (open) {
      text.raw("# EOF\n");
    }
  }

  /** Names clash or do not whatever the numbers are: those that fitted last time fit again. */
  private void write(List<MetricFamily> families, Layout known, Escaping escaping, PageText text) {
    for (int i = 0; i < known.starts.length; i++) {
      LineStarts start = known.starts[i];
      MetricFamily family = families.get(i);
      if (start == null || !start.write(family, escaping, text)) {
        write(family, escaping, text);
        known.starts[i] = starts.get(family.name());
      }
    }
  }

  private void writeAnew(List<MetricFamily> families, Escaping escaping, PageText text) {
    Optional<List<MetricFamily>> changed = ClashFree.change(families, open, escaping, clashes);
    for (MetricFamily family : changed.orElse(families)) {
      write(family, escaping, text);
    }
    if (changed.isEmpty()) {
      layout = new Layout(families, escaping);
    }
  }

  private void write(MetricFamily family, Escaping escaping, PageText text) {
    if (family.samples().isEmpty()) {
      return;
    }
    switch (family.type()) {
      case HISTOGRAM, SUMMARY, GAUGE_HISTOGRAM, STATE_SET ->
          writeParts(PlainNames.of(family, escaping), escaping, text);
      case COUNTER, GAUGE, INFO, UNKNOWN -> numbers(family, escaping, text);
    }
  }

  private void writeParts(MetricFamily family, Escaping escaping, PageText text) {
    if (open && Untyped.isForbidden(family)) {
      for (MetricFamily part : Untyped.of(family)) {
        numbers(part, escaping, text);
      }
    } else if (!family.samples().isEmpty()) {
      lines.write(family, escaping, text);
    }
  }

  private void numbers(MetricFamily family, Escaping escaping, PageText text) {
    if (isKnown(family, escaping, text)) {
      return;
    }
    MetricFamily shown = PlainNames.of(family, escaping);
    if (!isKnown(shown, escaping, text)) {
      LineStarts made = new LineStarts(shown, lines.header(shown.descriptor()), open);
      starts.put(shown.name(), made);
      made.write(shown, escaping, text);
    }
  }

  private boolean isKnown(MetricFamily family, Escaping escaping, PageText text) {
    LineStarts known = starts.get(family.name());
    return known != null && known.write(family, escaping, text);
  }
}
