package org.metricbay.textfile;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.BrokenLines;

class TextfileBrokenLinesTest {
  /** A file counts as a whole or not at all (decision 0019), so it costs itself. */
  @Test
  void oneBrokenLineCostsItsFile(@TempDir Path tree) throws Exception {
    BrokenLines lines = new BrokenLines(tree);
    for (int i = 0; i < 10; i++) {
      lines.with("text/" + i + ".prom", "m" + i + "{number=\"" + i + "\",other=\"a b\"} 12\n");
    }
    String folder = tree.resolve("text").toString();
    lines.checkQuietly(
        files -> {
          TextfileCollector collector =
              new TextfileCollector(
                  new TextfileSettings(Map.of("textfile.folders", folder), Capacity.DEFAULT));
          // What it says of the files themselves changes with each of them.
          return () ->
              collector.collect().stream()
                  .filter(family -> !family.name().startsWith("node_textfile_"))
                  .toList();
        },
        "text");
  }
}
